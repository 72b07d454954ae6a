package dev.allaprima.training.network;

import dev.allaprima.training.tape.Frozen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * RGB from 0 to 255 and Y'CbCr of BT.601 in limited range, as matrices: between the pixels of
 * training and the planes of a video frame. A sample of chroma is the mean of four pixels.
 */
public final class Colours {
  /** Rows Y, U, V; columns R, G, B. */
  private static final double[][] FROM_RGB = {
    {65.481 / 255, 128.553 / 255, 24.966 / 255},
    {-37.797 / 255, -74.203 / 255, 112.0 / 255},
    {112.0 / 255, -93.786 / 255, -18.214 / 255}
  };

  private static final double[] FROM_RGB_SHIFT = {16, 128, 128};

  private static final double LUMA = 255.0 / 219;

  /** Rows R, G, B; columns Y, U, V. */
  private static final double[][] TO_RGB = {
    {LUMA, 0, 1.596027}, {LUMA, -0.391762, -0.812968}, {LUMA, 2.017232, 0}
  };

  private Colours() {}

  /** Out [3] of in [3], row by row: Y'CbCr of RGB. */
  public static float[] fromRgb() {
    return flat(FROM_RGB);
  }

  /** What is added to {@link #fromRgb}. */
  public static float[] fromRgbShift() {
    return floats(FROM_RGB_SHIFT);
  }

  /** Out [3] of in [3], row by row: RGB of Y'CbCr. */
  public static float[] toRgb() {
    return flat(TO_RGB);
  }

  /** What is added to {@link #toRgb}. */
  public static float[] toRgbShift() {
    double[] shift = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        shift[c] -= TO_RGB[c][k] * FROM_RGB_SHIFT[k];
      }
    }
    return floats(shift);
  }

  /**
   * From folded RGB, whose channels are the fold × fold pixels row by row, R, G and B of each, to
   * folded planes as {@link Ops#planes} says: a 1×1 convolution [1,1,3·fold²,1.5·fold²].
   */
  static Frozen fold(int fold, DataType type) {
    int pixels = fold * fold;
    double[][] kernel = new double[3 * pixels][pixels * 3 / 2];
    double[] bias = new double[pixels * 3 / 2];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < 3; c++) {
        kernel[3 * p + c][p] = FROM_RGB[0][c];
        kernel[3 * p + c][chroma(fold, p, 0)] = FROM_RGB[1][c] / 4;
        kernel[3 * p + c][chroma(fold, p, 1)] = FROM_RGB[2][c] / 4;
      }
      bias[p] = FROM_RGB_SHIFT[0];
      bias[chroma(fold, p, 0)] = FROM_RGB_SHIFT[1];
      bias[chroma(fold, p, 1)] = FROM_RGB_SHIFT[2];
    }
    return pointwise(kernel, bias, type);
  }

  /** The way back: [1,1,1.5·fold²,3·fold²]. */
  static Frozen unfold(int fold, DataType type) {
    int pixels = fold * fold;
    float[] shift = toRgbShift();
    double[][] kernel = new double[pixels * 3 / 2][3 * pixels];
    double[] bias = new double[3 * pixels];
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < 3; c++) {
        kernel[p][3 * p + c] = TO_RGB[c][0];
        kernel[chroma(fold, p, 0)][3 * p + c] = TO_RGB[c][1];
        kernel[chroma(fold, p, 1)][3 * p + c] = TO_RGB[c][2];
        bias[3 * p + c] = shift[c];
      }
    }
    return pointwise(kernel, bias, type);
  }

  /** The channel of the chroma sample that covers a pixel; plane 0 is U, 1 is V. */
  private static int chroma(int fold, int pixel, int plane) {
    int half = fold / 2;
    int sample = pixel / fold / 2 * half + pixel % fold / 2;
    return fold * fold + plane * half * half + sample;
  }

  private static Frozen pointwise(double[][] kernel, double[] bias, DataType type) {
    INDArray k = Nd4j.createFromArray(kernel).castTo(type);
    return Frozen.of(
        k.reshape(1, 1, kernel.length, bias.length), Nd4j.createFromArray(bias).castTo(type));
  }

  private static float[] flat(double[][] matrix) {
    float[] out = new float[9];
    for (int i = 0; i < 9; i++) {
      out[i] = (float) matrix[i / 3][i % 3];
    }
    return out;
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
