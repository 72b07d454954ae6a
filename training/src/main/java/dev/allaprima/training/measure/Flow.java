package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;

/**
 * Where every pixel of a frame was in the frame before.
 *
 * @param width pixels across
 * @param height pixels down
 * @param x column in the frame before, row by row: height·width; fractions are between pixels
 * @param y row in the frame before
 * @param known false where the frame before does not show the place (occluded, or outside of it)
 */
record Flow(int width, int height, float[] x, float[] y, boolean[] known) {

  /**
   * The motion of a camera over a flat picture: a pixel at (c, r) of the later frame shows what was
   * at (centre + zoom·((c, r) − centre) + (dx, dy)).
   *
   * @param zoom below 1 where the camera comes closer
   */
  static Flow camera(int width, int height, double zoom, double dx, double dy) {
    Flow flow = unknown(width, height);
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        flow.set(
            column,
            row,
            middleX + zoom * (column - middleX) + dx,
            middleY + zoom * (row - middleY) + dy);
      }
    }
    return flow;
  }

  /** A flow that knows nothing yet. */
  static Flow unknown(int width, int height) {
    int pixels = width * height;
    return new Flow(width, height, new float[pixels], new float[pixels], new boolean[pixels]);
  }

  /** Says where a pixel was; outside of the frame is not known. */
  void set(int column, int row, double wasX, double wasY) {
    int at = row * width + column;
    x[at] = (float) wasX;
    y[at] = (float) wasY;
    known[at] = wasX >= 0 && wasY >= 0 && wasX <= width - 1 && wasY <= height - 1;
  }

  /** The share of the pixels whose way is known. */
  double share() {
    int count = 0;
    for (boolean one : known) {
      count += one ? 1 : 0;
    }
    return (double) count / known.length;
  }

  /** The frame before, laid out as the later one; bilinear; what is not known is black. */
  Picture warp(Picture before) {
    float[] rgb = new float[3 * width * height];
    for (int at = 0; at < known.length; at++) {
      if (known[at]) {
        sample(before, x[at], y[at], rgb, 3 * at);
      }
    }
    return new Picture(width, height, rgb);
  }

  /** The colour between pixels, by the four around; the place must lie within the picture. */
  static void sample(Picture picture, double x, double y, float[] into, int at) {
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, picture.width() - 1);
    int bottom = Math.min(top + 1, picture.height() - 1);
    double across = x - left;
    double down = y - top;
    float[] rgb = picture.rgb();
    for (int c = 0; c < 3; c++) {
      double upper =
          (1 - across) * rgb[3 * (top * picture.width() + left) + c]
              + across * rgb[3 * (top * picture.width() + right) + c];
      double lower =
          (1 - across) * rgb[3 * (bottom * picture.width() + left) + c]
              + across * rgb[3 * (bottom * picture.width() + right) + c];
      into[at + c] = (float) ((1 - down) * upper + down * lower);
    }
  }
}
