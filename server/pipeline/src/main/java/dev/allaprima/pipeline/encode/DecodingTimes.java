package dev.allaprima.pipeline.encode;

import java.util.PriorityQueue;

/**
 * When packets must be decoded, so that each picture is there when it is shown. Given the times of
 * showing in decoding order, packet i is decoded at the (i − delay)-th smallest of them: the
 * earliest rule that grows strictly and is never late, whatever the gaps between pictures.
 */
final class DecodingTimes {
  private final int delay;
  private final long step;
  private final PriorityQueue<Long> shown = new PriorityQueue<>();
  private long count;
  private long first;

  /**
   * @param delay by how many places a picture may be decoded before it is shown
   * @param step usual distance of two pictures, for the times before the first one
   */
  DecodingTimes(int delay, long step) {
    this.delay = delay;
    this.step = step;
  }

  /** The time of decoding of the next packet in decoding order, which is shown at {@code pts}. */
  long next(long pts) {
    shown.add(pts);
    if (count == 0) {
      first = pts;
    }
    long ahead = delay - count++;
    return ahead > 0 ? first - ahead * step : shown.remove();
  }
}
