package dev.allaprima.live.stream;

import dev.allaprima.pipeline.compose.Controls;

/**
 * How much of a stream is painted while the painter can't keep up: first smaller pictures, in
 * steps, then fewer of them. It goes by what the stream itself loses, whoever takes the painter's
 * time, and goes back up by trying: after a while without loss the next better step, and after a
 * try that failed a longer while. Used by one thread; time comes from outside.
 */
final class Adaptation {
  /** Parts of the render scale that is set. A quarter of the pixels is the least worth showing. */
  private static final double[] SCALES = {1, 0.75, 0.6, 0.5};

  /** A third of 30 frames a second still moves. */
  private static final int MOST_DIVISOR = 3;

  static final double LEAST_SCALE = SCALES[SCALES.length - 1];

  /** One frame in seven: what a burst on the network costs is less. */
  private static final double LOSS = 0.15;

  /** Looks in a row that must find a loss; one may be a style that is opened. */
  private static final int LOSSES = 2;

  /** Fewer frames than that between two looks say nothing. */
  private static final int FRAMES = 4;

  private static final long SHORTEST_PATIENCE = 5_000_000_000L;
  private static final long LONGEST_PATIENCE = 60_000_000_000L;

  /** What a better step may take of the painter's time, by this stream's own frames. */
  private static final double AFFORDABLE = 0.9;

  /**
   * What is painted.
   *
   * @param scale part of the render scale that is set
   * @param divisor every n-th frame
   */
  record Quality(double scale, int divisor) {
    static final Quality BEST = new Quality(1, 1);

    /** The render scale in effect where that one is set. */
    double renderScale(double set) {
      return Math.max(Controls.SMALLEST_SCALE, set * scale);
    }
  }

  private int step;
  private int losses;
  private long quietSince;
  private long raisedAt = Long.MIN_VALUE / 2;
  private long patience = SHORTEST_PATIENCE;
  private long lookedAt;
  private long offered;
  private long lost;

  /** What is to be painted now. */
  Quality quality() {
    return quality(step);
  }

  private static Quality quality(int step) {
    return step < SCALES.length
        ? new Quality(SCALES[step], 1)
        : new Quality(LEAST_SCALE, step - SCALES.length + 2);
  }

  /** Paints everything from now on. */
  Quality reset() {
    step = 0;
    losses = 0;
    patience = SHORTEST_PATIENCE;
    return quality();
  }

  /**
   * Looks at how it goes, about once a second.
   *
   * @param nowNanos from any zero
   * @param offeredUntilNow frames that were to be painted, without those that the divisor left out
   * @param lostUntilNow those of them that a newer one replaced
   * @param paintNanos what one frame takes as it is painted now; 0 if nobody knows
   * @param renderScale that is set
   * @return what is to be painted from now on
   */
  Quality look(
      long nowNanos,
      long offeredUntilNow,
      long lostUntilNow,
      double paintNanos,
      double renderScale) {
    long came = offeredUntilNow - offered;
    boolean loses = came >= FRAMES && lostUntilNow - lost > LOSS * came;
    double rate = came * 1e9 / Math.max(1, nowNanos - lookedAt);
    offered = offeredUntilNow;
    lost = lostUntilNow;
    lookedAt = nowNanos;
    if (loses) {
      quietSince = nowNanos;
      losses++;
      if (losses >= LOSSES) {
        losses = 0;
        lower(nowNanos, renderScale);
      }
    } else {
      losses = 0;
      if (step == 0) {
        patience = nowNanos - raisedAt > LONGEST_PATIENCE ? SHORTEST_PATIENCE : patience;
      } else if (nowNanos - quietSince >= patience) {
        raise(nowNanos, rate, paintNanos, renderScale);
      }
    }
    return quality();
  }

  private void lower(long nowNanos, double renderScale) {
    int next = step + 1;
    // A render scale that is small already has no smaller one.
    while (next < SCALES.length
        && quality(next).renderScale(renderScale) == quality(step).renderScale(renderScale)) {
      next++;
    }
    if (next > SCALES.length + MOST_DIVISOR - 2) {
      return;
    }
    step = next;
    if (nowNanos - raisedAt < patience) {
      patience = Math.min(LONGEST_PATIENCE, 2 * patience);
    }
  }

  private void raise(long nowNanos, double rate, double paintNanos, double renderScale) {
    int next = step - 1;
    while (next > 0
        && quality(next).renderScale(renderScale) == quality(step).renderScale(renderScale)
        && quality(next).divisor() == quality(step).divisor()) {
      next--;
    }
    double larger = quality(next).renderScale(renderScale) / quality(step).renderScale(renderScale);
    double more = (double) quality(step).divisor() / quality(next).divisor();
    if (rate * more * paintNanos * larger * larger <= AFFORDABLE * 1e9) {
      step = next;
      raisedAt = nowNanos;
    }
    quietSince = nowNanos;
  }
}
