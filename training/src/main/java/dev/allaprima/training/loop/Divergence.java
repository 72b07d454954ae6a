package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * Watches that a training does not run away: the smoothed loss must not rise far above the lowest
 * it has been. While it is {@value #SUSPECT} times as high, no checkpoint is written, so that the
 * last one is a good one; at {@value #LOST} times the training stops.
 */
final class Divergence {
  private static final double SUSPECT = 3;
  private static final double LOST = 10;

  /** The smoothed loss is over some fifty steps: one hard photo is no divergence. */
  private static final double MEMORY = 0.98;

  private double smooth = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;

  /** What a checkpoint keeps. */
  double[] state() {
    return new double[] {smooth, lowest};
  }

  void restore(double[] state) {
    smooth = state[0];
    lowest = state[1];
  }

  /** Whether the network is as good as it was, give or take: fit to be kept. */
  boolean healthy() {
    return !(smooth > SUSPECT * lowest);
  }

  /**
   * Looks at a step's loss before the step is taken.
   *
   * @param good the last good checkpoint, in words
   * @throws Fault if the loss is no number or has run away
   */
  void look(int step, double loss, String good) {
    requireFinite("loss", step, loss, good);
    smooth = Double.isNaN(smooth) ? loss : MEMORY * smooth + (1 - MEMORY) * loss;
    lowest = Math.min(lowest, smooth);
    if (smooth > LOST * lowest) {
      throw Fault.of(
          INVALID,
          String.format(
              "the loss ran away: it is %.3g in iteration %d and was %.3g", smooth, step, lowest),
          remedy(good));
    }
  }

  /** Throws a fault if the value is no number. */
  void requireFinite(String what, int step, double value, String good) {
    if (!Double.isFinite(value)) {
      throw Fault.of(
          INVALID, "the " + what + " became " + value + " in iteration " + step, remedy(good));
    }
  }

  private static String remedy(String good) {
    return "The last good checkpoint is "
        + good
        + ": go on from it with --resume and a lower --learning-rate";
  }
}
