package dev.allaprima.training.gatys;

import java.util.Collection;
import java.util.List;

/** How far layers of a VGG network see, and by how much they shrink a picture. */
final class Reach {
  private Reach() {}

  /** Of {@code relu3_2} it is 4: every stage after the first halves the picture. */
  static long shrink(String layer) {
    return 1L << stage(layer) - 1;
  }

  private static int stage(String layer) {
    return layer.charAt("relu".length()) - '0';
  }

  /** The largest of the layers' {@link #shrink}. */
  static long shrink(Collection<String> layers) {
    return layers.stream().mapToLong(Reach::shrink).max().orElse(1);
  }

  /**
   * How many pixels to each side of its own place a layer sees at most, rounded up to a multiple of
   * {@link #shrink}: every 3×3 convolution adds one of its pixels, and so does a 2×2 pooling.
   *
   * @param layers the network's, from the picture on
   */
  static long pixels(List<String> layers, Collection<String> wanted) {
    long reach = 0;
    long largest = 0;
    int stage = 1;
    for (String layer : layers) {
      if (stage(layer) > stage) {
        reach += 1L << stage - 1;
        stage = stage(layer);
      }
      reach += shrink(layer);
      if (wanted.contains(layer)) {
        largest = reach;
      }
    }
    long multiple = shrink(wanted);
    return (largest + multiple - 1) / multiple * multiple;
  }
}
