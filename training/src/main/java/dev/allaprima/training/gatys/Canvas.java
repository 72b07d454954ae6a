package dev.allaprima.training.gatys;

import dev.allaprima.training.data.Picture;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The picture at one level. What the optimiser moves is a little larger: both sides are rounded up
 * to a multiple that the loss network and its scales divide, and the last rows and columns mirrored
 * into the rest.
 *
 * @param width of the picture
 * @param height of it
 * @param multiple of what is moved
 * @param channels 3 for R, G, B, or 1 for luminance alone
 */
record Canvas(int width, int height, int multiple, int channels) {

  /** Of the picture. */
  long pixels() {
    return (long) width * height;
  }

  /** Columns of what is moved. */
  int fullWidth() {
    return (width + multiple - 1) / multiple * multiple;
  }

  /** Rows of what is moved. */
  int fullHeight() {
    return (height + multiple - 1) / multiple * multiple;
  }

  /** Numbers that are moved. */
  long length() {
    return (long) fullWidth() * fullHeight() * channels;
  }

  /** A picture brought to this size and mirrored into the rest. */
  Picture filled(Picture picture) {
    Picture fit =
        picture.width() == width && picture.height() == height
            ? picture
            : picture.resized(width, height);
    float[] rgb = new float[fullWidth() * fullHeight() * 3];
    for (int row = 0; row < fullHeight(); row++) {
      for (int column = 0; column < fullWidth(); column++) {
        int from = 3 * (mirrored(row, height) * width + mirrored(column, width));
        System.arraycopy(fit.rgb(), from, rgb, 3 * (row * fullWidth() + column), 3);
      }
    }
    return new Picture(fullWidth(), fullHeight(), rgb);
  }

  private static int mirrored(int place, int length) {
    int back = place % (2 * length);
    return back < length ? back : 2 * length - 1 - back;
  }

  /** What the optimiser moves, from a picture of the full size. */
  INDArray vector(Picture full) {
    if (channels == 3) {
      return Nd4j.createFromArray(full.rgb());
    }
    return Nd4j.createFromArray(Luminance.of(full));
  }

  /** The picture that a vector shows: clamped, rounded and cut to its size. */
  Picture picture(INDArray vector) {
    float[] values = vector.toFloatVector();
    float[] rgb = new float[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int row = i / 3 / width;
      int pixel = row * fullWidth() + i / 3 % width;
      float value = values[channels == 3 ? 3 * pixel + i % 3 : pixel];
      rgb[i] = Math.round(Math.max(0, Math.min(255, value)));
    }
    return new Picture(width, height, rgb);
  }
}
