package dev.allaprima.pipeline.compose;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;

/**
 * Holds a painting still where its source is: each sample follows the painted ones as a low-pass
 * filter of first order does, slowly where the source did not change, at once where it did. What
 * moves is shown as it is painted, and nothing that is shown is older than the filter's memory.
 * Used by one thread at a time.
 *
 * <p>How fast, is one weight for each {@link Changes} cell, from the source alone: the flicker that
 * is to be held down is in the painting and says nothing.
 */
final class Steadier {
  /** Time constant of the filter at steadiness 1: longer, and slow light would lag behind. */
  private static final double MEMORY_SECONDS = 0.4;

  /** Frames further apart have little to do with each other. */
  private static final long LONGEST_GAP_NANOS = 1_000_000_000;

  private final Changes changes = new Changes();
  // What was shown last, in 1/256 of a sample: y, u, v. Finer than bytes, or the filter would stop
  // some levels before it is where the painting is.
  private final int[][] shown = {new int[0], new int[0], new int[0]};
  private byte[] row = new byte[0];
  // Of the cells, and of the samples in a row.
  private int[] weights = new int[0];
  private int[] weightOf = new int[0];
  private StyleMix mix;
  private long timeNanos;
  private boolean empty = true;

  /** Forgets all frames; the next one is shown as it is painted. */
  void forget() {
    empty = true;
  }

  /**
   * Steadies the painted frame in place.
   *
   * @param source what was painted from, borrowed
   * @param painted of the source's size, borrowed, written
   * @param mix its styles; frames of other styles than the last are shown as they are
   * @param steadiness above 0, at most 1
   */
  void steady(Frame source, Frame painted, StyleMix mix, double steadiness) {
    boolean comparable = changes.advance(source);
    long elapsed = source.timeNanos() - timeNanos;
    boolean follows = !empty && mix.equals(this.mix) && 0 < elapsed && elapsed < LONGEST_GAP_NANOS;
    empty = false;
    this.mix = mix;
    timeNanos = source.timeNanos();
    if (comparable && follows) {
      double step = 1 - Math.exp(-elapsed / (steadiness * MEMORY_SECONDS * 1e9));
      weights = changes.weights(weights, (int) Math.round(step * Planes.ONE));
      follow(0, painted.y(), painted.width(), Changes.CELL);
      follow(1, painted.u(), painted.chromaWidth(), Changes.CELL / 2);
      follow(2, painted.v(), painted.chromaWidth(), Changes.CELL / 2);
    } else {
      keep(0, painted.y());
      keep(1, painted.u());
      keep(2, painted.v());
    }
  }

  private void keep(int index, ByteBuffer plane) {
    int count = plane.remaining();
    if (shown[index].length != count) {
      shown[index] = new int[count];
    }
    for (int i = 0; i < count; i++) {
      shown[index][i] = (plane.get(i) & 255) << 8;
    }
  }

  private void follow(int index, ByteBuffer plane, int width, int cell) {
    if (row.length < width) {
      row = new byte[width];
      weightOf = new int[width];
    }
    int rows = shown[index].length / width;
    for (int y = 0; y < rows; y++) {
      if (y % cell == 0) {
        int first = y / cell * changes.columns();
        for (int x = 0; x < width; x++) {
          weightOf[x] = weights[first + x / cell];
        }
      }
      plane.get(y * width, row, 0, width);
      follow(shown[index], y * width, width);
      plane.put(y * width, row, 0, width);
    }
  }

  /** A row; nothing but arrays and one index, so that the compiler makes the most of it. */
  private void follow(int[] before, int start, int width) {
    byte[] samples = row;
    int[] weight = weightOf;
    for (int x = 0; x < width; x++) {
      int old = before[start + x];
      int now = old + ((((samples[x] & 255) << 8) - old) * weight[x] + 128 >> 8);
      before[start + x] = now;
      samples[x] = (byte) (now + 128 >> 8);
    }
  }
}
