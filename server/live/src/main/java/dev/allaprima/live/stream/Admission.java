package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.util.List;
import java.util.Locale;

/**
 * Whether the painter has time for another stream, by what it takes for a frame, as measured, and
 * by what every stream needs at its least. Callable from any thread.
 */
public final class Admission {
  /** What is taken of a stream that has not sent a frame yet. */
  private static final int WIDTH = 640;

  private static final int HEIGHT = 360;

  /** Fewer frames a second, and painting looks like a row of pictures. */
  private static final double LEAST_RATE = 15;

  /** A tenth of the painter's time is for frames that come in bursts. */
  private static final double BUDGET = 0.9;

  /** How much a new measure weighs: the last ten seconds count most. */
  private static final double FRESH = 0.1;

  // Guarded by this; 0 before the first.
  private double nanosPerPixel;

  /** Takes in what painting costs now, in nanoseconds of the painter's time for a painted pixel. */
  public synchronized void measured(double nanosForAPixel) {
    nanosPerPixel =
        nanosPerPixel == 0
            ? nanosForAPixel
            : nanosPerPixel + FRESH * (nanosForAPixel - nanosPerPixel);
  }

  /**
   * What a stream takes of the painter's time at its least.
   *
   * @param nanosForAPixel what its own frames take; 0 if it has none yet
   * @param width of its frames; 0 before the first
   * @param rate frames a second that arrive; 0 before the first
   * @param adaptive whether it may be painted smaller and more rarely
   * @return 1 is all of it; 0 before anything was measured
   */
  public synchronized double least(
      double nanosForAPixel,
      int width,
      int height,
      double rate,
      double renderScale,
      boolean adaptive) {
    double each = nanosForAPixel > 0 ? nanosForAPixel : nanosPerPixel;
    long pixels = width == 0 ? (long) WIDTH * HEIGHT : (long) width * height;
    double scale = adaptive ? renderScale * Adaptation.LEAST_SCALE : renderScale;
    double least = rate == 0 ? LEAST_RATE : adaptive ? Math.min(LEAST_RATE, rate) : rate;
    return each * pixels * scale * scale * least / 1e9;
  }

  private double newcomer() {
    return least(0, 0, 0, 0, 1, true);
  }

  /** How many streams it takes on that need what a newcomer is taken to need; at least one. */
  public int streams() {
    double each = newcomer();
    return each == 0 ? Integer.MAX_VALUE : (int) Math.max(1, BUDGET / each);
  }

  /**
   * Lets another stream in.
   *
   * @param others what each of those that are there takes at its least
   * @throws Fault if there is no time for it; the first one always has some
   */
  public void admit(List<Double> others) {
    double taken = others.stream().mapToDouble(Double::doubleValue).sum();
    double more = newcomer();
    if (!others.isEmpty() && taken + more > BUDGET) {
      throw Fault.of(
          UNAVAILABLE,
          String.format(
              Locale.ROOT,
              "the painter is full: its streams (%d) take %.0f %% of its time at their least, and"
                  + " another would take %.0f %% (%.0f frames a second of %dx%d, painted at half"
                  + " size in %.1f ms each)",
              others.size(),
              100 * taken,
              100 * more,
              LEAST_RATE,
              WIDTH,
              HEIGHT,
              1000 * more / LEAST_RATE),
          "End a stream, or send smaller pictures");
    }
  }
}
