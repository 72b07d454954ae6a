package dev.allaprima.training.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pictures as the painter's network sees them: I420 (BT.601, limited range), folded by
 * space-to-depth into [N,H/4,W/4,24], the values as in a video frame, 0 to 255.
 *
 * <p>Channels 0 to 15 are the 4×4 luma pixels of a place, row by row; 16 to 19 the 2×2 of U, 20 to
 * 23 those of V. It is the order of ONNX's SpaceToDepth.
 */
public final class Planes {
  /** Channels of a folded picture. */
  public static final int CHANNELS = 24;

  private Planes() {}

  /** Folds RGB pictures of one size, both sides multiples of 4. */
  public static INDArray fold(Picture... pictures) {
    int width = pictures[0].width();
    int height = pictures[0].height();
    int w = width / 4;
    int h = height / 4;
    float[] out = new float[pictures.length * h * w * CHANNELS];
    for (int n = 0; n < pictures.length; n++) {
      float[] rgb = pictures[n].rgb();
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int from = 3 * (row * width + column);
          double r = rgb[from];
          double g = rgb[from + 1];
          double b = rgb[from + 2];
          int place = ((n * h + row / 4) * w + column / 4) * CHANNELS;
          int chroma = row % 4 / 2 * 2 + column % 4 / 2;
          out[place + row % 4 * 4 + column % 4] =
              (float) (16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255);
          // Each chroma sample is the mean of four pixels.
          out[place + 16 + chroma] +=
              (float) ((128 + (-37.797 * r - 74.203 * g + 112.0 * b) / 255) / 4);
          out[place + 20 + chroma] +=
              (float) ((128 + (112.0 * r - 93.786 * g - 18.214 * b) / 255) / 4);
        }
      }
    }
    return Nd4j.create(out, new long[] {pictures.length, h, w, CHANNELS}, 'c');
  }
}
