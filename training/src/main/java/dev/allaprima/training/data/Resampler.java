package dev.allaprima.training.data;

/**
 * Scales pictures with Catmull and Rom's cubic (Keys 1981, a = −½), first across, then down. Where
 * the picture becomes smaller the cubic is widened by the same factor, so that every pixel counts
 * and nothing aliases.
 */
final class Resampler {
  private static final int CHANNELS = 3;

  private Resampler() {}

  /** Which source pixels make one target pixel, and how much each counts; the sum is 1. */
  private record Taps(int first, float[] weights) {}

  /** The picture's values at another size, held to 0..255. */
  static float[] scale(Picture picture, int newWidth, int newHeight) {
    Taps[] across = taps(picture.width(), newWidth);
    Taps[] down = taps(picture.height(), newHeight);
    return down(across(picture, across), newWidth, down);
  }

  private static Taps[] taps(int size, int newSize) {
    double step = (double) size / newSize;
    double wide = Math.max(1, step);
    Taps[] taps = new Taps[newSize];
    for (int i = 0; i < newSize; i++) {
      double centre = (i + 0.5) * step - 0.5;
      int first = Math.max(0, (int) Math.ceil(centre - 2 * wide));
      int last = Math.min(size - 1, (int) Math.floor(centre + 2 * wide));
      float[] weights = new float[last - first + 1];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        double weight = cubic(Math.abs(first + k - centre) / wide);
        weights[k] = (float) weight;
        sum += weight;
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k] /= (float) sum;
      }
      taps[i] = new Taps(first, weights);
    }
    return taps;
  }

  private static double cubic(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  private static float[] across(Picture picture, Taps[] taps) {
    float[] rgb = picture.rgb();
    float[] out = new float[picture.height() * taps.length * CHANNELS];
    int at = 0;
    for (int row = 0; row < picture.height(); row++) {
      for (Taps tap : taps) {
        float r = 0;
        float g = 0;
        float b = 0;
        int from = (row * picture.width() + tap.first()) * CHANNELS;
        for (float weight : tap.weights()) {
          r += weight * rgb[from++];
          g += weight * rgb[from++];
          b += weight * rgb[from++];
        }
        out[at++] = r;
        out[at++] = g;
        out[at++] = b;
      }
    }
    return out;
  }

  private static float[] down(float[] rows, int newWidth, Taps[] taps) {
    int stride = newWidth * CHANNELS;
    float[] out = new float[taps.length * stride];
    for (int row = 0; row < taps.length; row++) {
      int to = row * stride;
      int from = taps[row].first() * stride;
      for (float weight : taps[row].weights()) {
        for (int i = 0; i < stride; i++) {
          out[to + i] += weight * rows[from + i];
        }
        from += stride;
      }
      for (int i = to; i < to + stride; i++) {
        out[i] = Math.max(0, Math.min(255, out[i]));
      }
    }
    return out;
  }
}
