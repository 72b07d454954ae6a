package dev.allaprima.pipeline.stylize;

import java.time.Duration;

/**
 * How pictures are gathered.
 *
 * @param maxBatch pictures painted at once, at most
 * @param batchWindow how long a batch that is not full waits for company
 */
public record Batching(int maxBatch, Duration batchWindow) {
  /** Every picture by itself, at once. */
  public static final Batching NONE = new Batching(1, Duration.ZERO);

  /** Enough to fill a card with a small network, few enough for 4K pictures in its memory. */
  private static final int CUDA_BATCH = 8;

  /** A tenth of a frame's time at 50 frames a second. */
  private static final Duration CUDA_WINDOW = Duration.ofMillis(2);

  /** Checks both. */
  public Batching {
    if (maxBatch < 1 || batchWindow.isNegative()) {
      throw new IllegalArgumentException("no batching: " + maxBatch + ", " + batchWindow);
    }
  }

  /**
   * What suits the device: on a processor none, because a batch is no faster there than its
   * pictures one after the other, and later.
   */
  public static Batching of(Device device) {
    return device.isCuda() ? new Batching(CUDA_BATCH, CUDA_WINDOW) : NONE;
  }
}
