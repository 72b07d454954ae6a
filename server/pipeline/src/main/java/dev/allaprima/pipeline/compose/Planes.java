package dev.allaprima.pipeline.compose;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arithmetic on planes of bytes, eight samples at once: a long holds four of them in 16-bit lanes,
 * every other one, so that one multiplication weighs all four. No lane overflows: two products of
 * samples with weights that sum to 256 stay below 65536 together.
 */
final class Planes {
  /** The weight that stands for 1. */
  static final int ONE = 256;

  private static final long EVEN = 0x00FF00FF00FF00FFL;
  private static final long HALF = 0x0080008000800080L;
  private static final long LANE_ONE = 0x0001000100010001L;

  /** The first sample of eight is the lowest byte, on every machine. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Planes() {}

  /**
   * Moves {@code plane} towards {@code other}: each sample becomes {@code (plane · (256 − weight) +
   * other · weight) / 256}, rounded. Weight 0 leaves it, 256 makes it the other.
   */
  static void blend(ByteBuffer plane, ByteBuffer other, int weight) {
    int count = plane.remaining();
    if (weight == ONE) {
      plane.put(0, other, 0, count);
    } else if (weight != 0) {
      ByteBuffer a = plane.order(ByteOrder.nativeOrder());
      ByteBuffer b = other.order(ByteOrder.nativeOrder());
      int whole = count & -8;
      for (int i = 0; i < whole; i += 8) {
        a.putLong(i, blend(a.getLong(i), b.getLong(i), weight));
      }
      for (int i = whole; i < count; i++) {
        a.put(i, (byte) blend(a.get(i) & 255, b.get(i) & 255, weight));
      }
    }
  }

  /**
   * Makes the first columns of a plane the other's, and those behind them, as many as there are of
   * {@code line}, one sample.
   */
  static void left(
      ByteBuffer plane, ByteBuffer other, int width, int columns, int line, int sample) {
    int end = Math.min(width, columns + line);
    for (int row = 0; row < plane.remaining(); row += width) {
      plane.put(row, other, row, columns);
      for (int x = columns; x < end; x++) {
        plane.put(row + x, (byte) sample);
      }
    }
  }

  private static long blend(long a, long b, int weight) {
    int rest = ONE - weight;
    long even = ((a & EVEN) * rest + (b & EVEN) * weight + HALF) >>> 8 & EVEN;
    long odd = ((a >>> 8 & EVEN) * rest + (b >>> 8 & EVEN) * weight + HALF) & ~EVEN;
    return even | odd;
  }

  /**
   * Adds the absolute differences of two rows to sums of two neighbours each, in 16-bit lanes:
   * samples 0 and 1 to the lowest lane of {@code sums[0]}, 2 and 3 to the next.
   *
   * @param count a multiple of 8
   */
  static void addDifferences(byte[] a, int aStart, byte[] b, int bStart, int count, long[] sums) {
    for (int i = 0; i < count; i += 8) {
      long one = (long) EIGHT.get(a, aStart + i);
      long other = (long) EIGHT.get(b, bStart + i);
      sums[i >> 3] +=
          differences(one & EVEN, other & EVEN) + differences(one >>> 8 & EVEN, other >>> 8 & EVEN);
    }
  }

  /** Absolute differences, lane by lane. */
  private static long differences(long a, long b) {
    // 256 + a - b, from 1 to 511: bit 8 says whether a is at least b.
    long difference = a + (LANE_ONE << 8) - b;
    long positive = (difference >>> 8 & LANE_ONE) * 0xFFFF;
    long low = difference & EVEN;
    return (low & positive) | ((LANE_ONE << 8) - low & ~positive);
  }
}
