package dev.allaprima.live.stream;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What a stream counts. The receiving thread and the engine write, anybody reads.
 *
 * <p>Rates and percentiles are over the last {@value #WINDOW_SECONDS} seconds.
 */
public final class StreamStats {
  private static final int WINDOW_SECONDS = 4;
  private static final long WINDOW_NANOS = WINDOW_SECONDS * 1_000_000_000L;

  /** Holds the window at 100 frames a second; a faster stream is judged over a shorter time. */
  private static final int SAMPLES = 100 * WINDOW_SECONDS;

  private final LongSupplier clock;
  // All guarded by this. Rings of the last frames: when painted, and how long each step took.
  private final long[] paintedAt = new long[SAMPLES];
  private final long[] paintNanos = new long[SAMPLES];
  private final long[] delayNanos = new long[SAMPLES];
  private final long[] shareNanos = new long[SAMPLES];
  private final int[] pixels = new int[SAMPLES];
  private long received;
  private long painted;
  private int width;
  private int height;

  /**
   * What was counted until one moment.
   *
   * @param width of the newest frame in pixels; 0 before the first
   * @param height of it
   * @param received frames that arrived
   * @param painted frames that were painted and handed on
   * @param paintedPerSecond lately
   * @param paintMillis median of what painting a frame took, lately; 0 when none was painted
   * @param nanosPerPixel of the painter's time for a painted pixel, lately; 0 when none was painted
   * @param load the share of the painter's time that the frames took, lately
   * @param delayP50Millis median from a frame's arrival until it was handed on, lately
   * @param delayP95Millis what 95 of 100 frames stay under
   */
  public record Snapshot(
      int width,
      int height,
      long received,
      long painted,
      double paintedPerSecond,
      double paintMillis,
      double nanosPerPixel,
      double load,
      double delayP50Millis,
      double delayP95Millis) {}

  /**
   * @param clock nanoseconds since the stream's start
   */
  public StreamStats(LongSupplier clock) {
    this.clock = clock;
  }

  /** Counts a frame that arrived. */
  public synchronized void received(int frameWidth, int frameHeight) {
    received++;
    width = frameWidth;
    height = frameHeight;
  }

  /**
   * Counts a frame that was painted and handed on just now.
   *
   * @param arrived when it arrived, on this stream's clock; a publisher whose clock runs ahead of
   *     it is taken to have sent it just now
   * @param painting how long the network took for it, in nanoseconds
   * @param company how many frames it painted in that time
   * @param size of the frame as it was painted, in pixels
   */
  public synchronized void painted(long arrived, long painting, int company, int size) {
    long now = clock.getAsLong();
    int slot = (int) (painted++ % SAMPLES);
    paintedAt[slot] = now;
    paintNanos[slot] = painting;
    shareNanos[slot] = painting / company;
    pixels[slot] = size;
    delayNanos[slot] = Math.max(0, now - arrived);
  }

  /** Everything as it stands now. */
  public synchronized Snapshot snapshot() {
    long now = clock.getAsLong();
    int kept = (int) Math.min(painted, SAMPLES);
    long since = Math.max(now - WINDOW_NANOS, kept == SAMPLES ? oldest() : 0);
    int[] recent =
        java.util.stream.IntStream.range(0, kept).filter(i -> paintedAt[i] > since).toArray();
    double seconds = (now - since) / 1e9;
    double share = Arrays.stream(recent).mapToLong(i -> shareNanos[i]).sum();
    return new Snapshot(
        width,
        height,
        received,
        painted,
        seconds > 0 ? recent.length / seconds : 0,
        percentile(paintNanos, recent, 50),
        share / Math.max(1, Arrays.stream(recent).mapToLong(i -> pixels[i]).sum()),
        seconds > 0 ? share / 1e9 / seconds : 0,
        percentile(delayNanos, recent, 50),
        percentile(delayNanos, recent, 95));
  }

  private long oldest() {
    return Arrays.stream(paintedAt).min().orElse(0);
  }

  /** Nearest-rank percentile in milliseconds of the values at those places. */
  private static double percentile(long[] values, int[] places, int percent) {
    long[] sorted = Arrays.stream(places).mapToLong(i -> values[i]).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1] / 1e6;
  }
}
