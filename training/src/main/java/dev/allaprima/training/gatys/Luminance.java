package dev.allaprima.training.gatys;

import dev.allaprima.training.data.Picture;

/**
 * Painting in luminance alone (Gatys et al. 2016, "Preserving Color in Neural Artistic Style
 * Transfer", section 3.2): photo and painting as grey levels in, the photo's colours back on the
 * result.
 */
final class Luminance {
  private Luminance() {}

  /** Y of YCbCr (ITU-R BT.601) of every pixel, from 0 to 255. */
  static float[] of(Picture picture) {
    float[] rgb = picture.rgb();
    float[] out = new float[rgb.length / 3];
    for (int i = 0; i < out.length; i++) {
      out[i] = 0.299f * rgb[3 * i] + 0.587f * rgb[3 * i + 1] + 0.114f * rgb[3 * i + 2];
    }
    return out;
  }

  /** The picture without its colours. */
  static Picture grey(Picture picture) {
    return spread(picture, of(picture));
  }

  /**
   * The painting without its colours, its grey levels shifted and stretched to the mean and the
   * deviation of the photo's (their equation 3): else a dark painting would darken the photo.
   */
  static Picture matched(Picture painting, Picture photo) {
    float[] levels = of(painting);
    float[] wanted = of(photo);
    double mean = mean(levels);
    double deviation = deviation(levels, mean);
    double wantedMean = mean(wanted);
    double stretch = deviation > 0 ? deviation(wanted, wantedMean) / deviation : 1;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (float) ((levels[i] - mean) * stretch + wantedMean);
    }
    return spread(painting, levels);
  }

  /** The painted grey levels with the photo's Cb and Cr; both of one size. */
  static Picture coloured(Picture painted, Picture photo) {
    float[] before = of(photo);
    float[] after = of(painted);
    float[] rgb = new float[photo.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      // Chroma is R − Y and B − Y: the same shift for R, G and B leaves it as it is.
      float value = photo.rgb()[i] + after[i / 3] - before[i / 3];
      rgb[i] = Math.max(0, Math.min(255, value));
    }
    return new Picture(photo.width(), photo.height(), rgb);
  }

  private static Picture spread(Picture size, float[] levels) {
    float[] rgb = new float[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = levels[i / 3];
    }
    return new Picture(size.width(), size.height(), rgb);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values, double mean) {
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
