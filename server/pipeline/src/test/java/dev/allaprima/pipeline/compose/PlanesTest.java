package dev.allaprima.pipeline.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is done to eight samples at once is what would be done to each. */
class PlanesTest {
  private static final int COUNT = 64 * 1024;

  @Test
  void differencesAreThoseOfEverySample() {
    byte[] a = new byte[COUNT];
    byte[] b = new byte[COUNT];
    Random random = new Random(1);
    random.nextBytes(a);
    random.nextBytes(b);
    long[] sums = new long[COUNT / 8];
    Planes.addDifferences(a, 0, b, 0, COUNT, sums);
    Planes.addDifferences(b, 0, a, 0, COUNT, sums);
    for (int i = 0; i < COUNT; i += 2) {
      int wanted = difference(a[i], b[i]) + difference(a[i + 1], b[i + 1]);
      long lane = sums[i / 8] >>> 8 * (i % 8) & 0xFFFF;
      assertThat(lane).as("samples %d and %d", i, i + 1).isEqualTo(2L * wanted);
    }
  }

  private static int difference(byte a, byte b) {
    return Math.abs((a & 255) - (b & 255));
  }
}
