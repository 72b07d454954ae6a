package dev.allaprima.live.feed;

/**
 * Puts the times of a source's media on the stream's clock. Sound and pictures share one: what
 * belongs together by the source's times stays together, however long either took to decode.
 *
 * <p>What arrived with the least delay says where the source's zero lies. That place creeps towards
 * later arrivals, so that a source whose clock runs slower than ours is followed for hours; a
 * source that jumps is placed anew.
 */
final class MediaClock {
  /** A larger step is a jump of the source's clock, not jitter of the network. */
  private static final long JUMP_NANOS = 2_000_000_000L;

  /**
   * The place creeps by a thousandth of the time that goes by: more than any quartz drifts. Faster,
   * and it would wander with the network's jitter, and all that is shown and heard with it.
   */
  private static final int CREEP = 1000;

  private boolean placed;
  private long zero;
  private long last;

  /**
   * @param mediaNanos on the source's clock
   * @param now on the stream's clock
   * @return when it was, on the stream's clock; never later than now
   */
  long place(long mediaNanos, long now) {
    long lag = now - mediaNanos - zero;
    if (!placed || lag > JUMP_NANOS || lag < 0) {
      zero = now - mediaNanos;
      placed = true;
      last = now;
      return now;
    }
    zero += Math.min(lag, (now - last) / CREEP);
    last = now;
    return mediaNanos + zero;
  }
}
