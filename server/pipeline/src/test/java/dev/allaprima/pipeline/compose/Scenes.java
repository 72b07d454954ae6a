package dev.allaprima.pipeline.compose;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import java.util.Random;

/** Drawn frames for the tests of this package: a scene, a painting of it, noise, a square. */
final class Scenes {
  private Scenes() {}

  /** What a sample of a plane is, at a place from 0 to 1. */
  interface Drawing {
    double at(double x, double y);
  }

  static Frame draw(Frame frame, Drawing luma, Drawing u, Drawing v) {
    draw(frame.y(), frame.width(), luma);
    draw(frame.u(), frame.chromaWidth(), u);
    draw(frame.v(), frame.chromaWidth(), v);
    return frame;
  }

  private static void draw(ByteBuffer plane, int width, Drawing drawing) {
    int height = plane.remaining() / width;
    for (int i = 0; i < width * height; i++) {
      double value = drawing.at((i % width + 0.5) / width, (double) (i / width) / height);
      plane.put(i, (byte) Math.max(16, Math.min(240, Math.round(value))));
    }
  }

  /** A sun over hills. */
  static Frame scene(Frame frame) {
    return draw(
        frame,
        (x, y) -> sun(x, y) ? 225 : hill(x, y) ? 70 + 20 * Math.sin(50 * x) : 190 - 60 * y,
        (x, y) -> sun(x, y) ? 60 : hill(x, y) ? 105 : 160,
        (x, y) -> sun(x, y) ? 150 : hill(x, y) ? 115 : 100);
  }

  private static boolean sun(double x, double y) {
    return Math.hypot((x - 0.7) * 1.3, y - 0.3) < 0.15;
  }

  private static boolean hill(double x, double y) {
    return y > 0.6 + 0.12 * Math.sin(8 * x);
  }

  /** As somebody might paint that: strokes across it, in warm colours. */
  static Frame painting(Frame frame) {
    return draw(
        frame,
        (x, y) ->
            120 + 60 * Math.sin(40 * x + 25 * y + 4 * Math.sin(9 * y)) - (hill(x, y) ? 50 : 0),
        (x, y) -> 128 - 50 * Math.sin(6 * x),
        (x, y) -> 150 + 40 * Math.cos(7 * y));
  }

  /** The frame with normal noise on every sample, of that standard deviation in levels. */
  static Frame noisy(Frame frame, double deviation, Random random) {
    for (ByteBuffer plane : new ByteBuffer[] {frame.y(), frame.u(), frame.v()}) {
      for (int i = 0; i < plane.remaining(); i++) {
        long value = Math.round((plane.get(i) & 255) + deviation * random.nextGaussian());
        plane.put(i, (byte) Math.max(0, Math.min(255, value)));
      }
    }
    return frame;
  }

  /** Paints the negative: what is in the source is in the painting, noise and all. */
  static void negative(Frame source, Frame target) {
    invert(source.y(), target.y());
    invert(source.u(), target.u());
    invert(source.v(), target.v());
  }

  private static void invert(ByteBuffer from, ByteBuffer to) {
    for (int i = 0; i < from.remaining(); i++) {
      to.put(i, (byte) ~from.get(i));
    }
  }

  /** Mean absolute difference of the samples, in levels. */
  static double difference(int[] a, int[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return (double) sum / a.length;
  }
}
