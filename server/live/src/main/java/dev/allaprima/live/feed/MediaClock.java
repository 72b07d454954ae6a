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
   * A share of the lag that is given in to with each piece of media: at 25 pictures a second, 40 ms
   * of jitter move the place by 2 ms a second, more than any quartz drifts, less than is seen.
   */
  private static final int CREEP = 512;

  private boolean placed;
  private long zero;

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
      return now;
    }
    zero += lag / CREEP;
    return mediaNanos + zero;
  }
}
