package dev.allaprima.pipeline.compose;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arithmetic on whole planes of bytes. Eight samples are worked on at once: a long holds four of
 * them in 16-bit lanes, every other one, and one multiplication weighs all four; no lane overflows,
 * for a sample times a weight, and two such products of weights that sum to 256, stay below 65536.
 */
final class Planes {
  /** The weight that stands for 1. */
  static final int ONE = 256;

  private static final long EVEN = 0x00FF00FF00FF00FFL;
  private static final long HALF = 0x0080008000800080L;

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

  private static long blend(long a, long b, int weight) {
    int rest = ONE - weight;
    long even = ((a & EVEN) * rest + (b & EVEN) * weight + HALF) >>> 8 & EVEN;
    long odd = ((a >>> 8 & EVEN) * rest + (b >>> 8 & EVEN) * weight + HALF) & ~EVEN;
    return even | odd;
  }
}
