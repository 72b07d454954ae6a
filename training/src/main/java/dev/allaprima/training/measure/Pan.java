package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A clip whose motion is known: a camera that moves over a photo, its frames cut from it by
 * bilinear sampling, with a sensor's noise.
 */
final class Pan {
  /** Frames of a clip: seven differences a photo, enough for a mean over a dozen photos. */
  private static final int FRAMES = 8;

  /** Pixels a frame at most, across and down: a hand-held camera's slow pan, never whole pixels. */
  private static final double SPEED = 2.6;

  /** How much closer or further a frame, at most. */
  private static final double ZOOM = 0.004;

  /** Standard deviation of the noise: a webcam's by day. */
  private static final double NOISE = 2;

  private Pan() {}

  /**
   * The clip over a photo, the camera's way decided by the seed; empty where the photo is too
   * small.
   *
   * @param multiple both sides of the frames are multiples of it
   */
  static List<Moment> over(Picture photo, int multiple, long seed) {
    Random random = new Random(seed);
    double angle = 2 * Math.PI * random.nextDouble();
    double speed = SPEED * (0.5 + random.nextDouble() / 2);
    double dx = speed * Math.cos(angle);
    double dy = speed * Math.sin(angle);
    double zoom = 1 + ZOOM * (2 * random.nextDouble() - 1);
    int room = (int) Math.ceil(SPEED * FRAMES) + 4;
    int width = (photo.width() - 2 * room) / multiple * multiple;
    int height = (photo.height() - 2 * room) / multiple * multiple;
    if (width < multiple || height < multiple) {
      return List.of();
    }
    Flow step = Flow.camera(width, height, zoom, dx, dy);
    List<Moment> moments = new ArrayList<>();
    double scale = 1;
    double x = (photo.width() - 1) / 2.0 - dx * FRAMES / 2;
    double y = (photo.height() - 1) / 2.0 - dy * FRAMES / 2;
    for (int t = 0; t < FRAMES; t++) {
      moments.add(
          new Moment(frame(photo, width, height, scale, x, y, random), t == 0 ? null : step));
      x += scale * dx;
      y += scale * dy;
      scale *= zoom;
    }
    return moments;
  }

  private static Picture frame(
      Picture photo, int width, int height, double scale, double x, double y, Random random) {
    float[] rgb = new float[3 * width * height];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double fromX = x + scale * (column - (width - 1) / 2.0);
        double fromY = y + scale * (row - (height - 1) / 2.0);
        int at = 3 * (row * width + column);
        Flow.sample(
            photo,
            Math.max(0, Math.min(photo.width() - 1, fromX)),
            Math.max(0, Math.min(photo.height() - 1, fromY)),
            rgb,
            at);
        for (int c = 0; c < 3; c++) {
          double noisy = rgb[at + c] + NOISE * random.nextGaussian();
          rgb[at + c] = Math.round(Math.max(0, Math.min(255, noisy)));
        }
      }
    }
    return new Picture(width, height, rgb);
  }
}
