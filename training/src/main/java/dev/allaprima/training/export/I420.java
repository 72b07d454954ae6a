package dev.allaprima.training.export;

import dev.allaprima.training.data.Picture;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Three planes of N frames, values from 0 to 255: Y full, U and V half as wide and high. */
record I420(long pictures, int width, int height, float[][] planes) {
  static I420 of(Picture... pictures) {
    INDArray[] arrays = new INDArray[pictures.length];
    for (int n = 0; n < arrays.length; n++) {
      arrays[n] = pictures[n].toArray();
    }
    return of(Nd4j.concat(0, arrays));
  }

  /** From RGB [N,H,W,3]; a sample of chroma is the mean of four pixels. */
  static I420 of(INDArray rgb) {
    int pictures = (int) rgb.size(0);
    int height = (int) rgb.size(1);
    int width = (int) rgb.size(2);
    float[] values = rgb.dup('c').data().asFloat();
    int pixels = pictures * height * width;
    float[][] planes = {new float[pixels], new float[pixels / 4], new float[pixels / 4]};
    for (int i = 0; i < pixels; i++) {
      double r = values[3 * i];
      double g = values[3 * i + 1];
      double b = values[3 * i + 2];
      // Rows of all pictures are one tall picture: heights are even.
      int chroma = i / width / 2 * (width / 2) + i % width / 2;
      planes[0][i] = (float) (16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255);
      planes[1][chroma] += (float) ((128 + (-37.797 * r - 74.203 * g + 112.0 * b) / 255) / 4);
      planes[2][chroma] += (float) ((128 + (112.0 * r - 93.786 * g - 18.214 * b) / 255) / 4);
    }
    return new I420(pictures, width, height, planes);
  }

  I420 rounded() {
    float[][] out = new float[3][];
    for (int k = 0; k < 3; k++) {
      out[k] = planes[k].clone();
      for (int i = 0; i < out[k].length; i++) {
        out[k][i] = Math.round(out[k][i]);
      }
    }
    return new I420(pictures, width, height, out);
  }

  /** RGB [N,H,W,3], every sample of chroma for its four pixels; not clamped. */
  INDArray toRgb() {
    float[] rgb = new float[planes[0].length * 3];
    for (int i = 0; i < planes[0].length; i++) {
      int chroma = i / width / 2 * (width / 2) + i % width / 2;
      double y = 255.0 / 219 * (planes[0][i] - 16);
      double u = planes[1][chroma] - 128;
      double v = planes[2][chroma] - 128;
      rgb[3 * i] = (float) (y + 1.596027 * v);
      rgb[3 * i + 1] = (float) (y - 0.391762 * u - 0.812968 * v);
      rgb[3 * i + 2] = (float) (y + 2.017232 * u);
    }
    return Nd4j.create(rgb, new long[] {pictures, height, width, 3}, 'c');
  }

  long[] shape(int plane) {
    int divisor = plane == 0 ? 1 : 2;
    return new long[] {pictures, 1, height / divisor, width / divisor};
  }
}
