package dev.allaprima.pipeline.testing;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/** Pictures of numbers, and planes read back as arrays. */
public final class Pictures {
  private Pictures() {}

  /** Fills the three planes with noise that depends on nothing but the seed. */
  public static Frame noise(Frame frame, int seed) {
    java.util.Random random = new java.util.Random(seed);
    for (ByteBuffer plane : new ByteBuffer[] {frame.y(), frame.u(), frame.v()}) {
      byte[] bytes = new byte[plane.remaining()];
      random.nextBytes(bytes);
      plane.put(bytes);
    }
    return frame;
  }

  /** The samples of a plane, 0..255. */
  public static int[] samples(ByteBuffer plane) {
    int[] samples = new int[plane.remaining()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = plane.get(i) & 255;
    }
    return samples;
  }

  /** The samples, each mapped. */
  public static int[] mapped(ByteBuffer plane, IntUnaryOperator function) {
    return java.util.Arrays.stream(samples(plane)).map(function).toArray();
  }
}
