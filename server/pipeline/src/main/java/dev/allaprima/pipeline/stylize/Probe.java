package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;

/**
 * Finds networks that paint nothing.
 *
 * <p>What a network gives are bytes, so a NaN inside it cannot be seen as such; but it can be seen
 * in the picture. Instance normalisation spreads one NaN over a whole channel and the next
 * convolution over all of them, and a cast makes one byte of every NaN: the picture comes out in
 * one tone. That is looked for in the probe's picture and in every one after it. What stays unseen
 * is a NaN that a network without normalisation over the picture keeps in one region.
 */
final class Probe {
  /** Side of the picture that proves a network, in pixels, at least. */
  private static final int SIDE = 48;

  /** How many samples of a picture are looked at first; nearly always they tell. */
  private static final int SAMPLES = 64;

  /** A picture whose luma spans less than this may well be painted in one tone. */
  private static final int VARIED = 32;

  /** So may one of fewer samples. */
  private static final int SMALL = 1024;

  private Probe() {}

  /** Throws a fault unless the network paints a small picture in that style. */
  static void run(NetworkSession network, Style style) {
    // Odd multiples, and two of them: a card that says half of what the network needs, or a network
    // that takes height for width, is found.
    int multiple = network.sizeMultiple();
    int height = multiple * (SIDE / multiple / 2 * 2 + 1);
    int width = height + 2 * multiple;
    try (FramePool pool = new FramePool("probe", 2)) {
      Frame source = pool.take(width, height, 0);
      Frame target = pool.take(width, height, 0);
      try {
        draw(source);
        StyleMix mix = StyleMix.only(style);
        try {
          network.paint(source, target, mix);
        } catch (RuntimeException e) {
          throw network.broken(
              "fails on a picture of " + width + "x" + height + " (" + Reason.of(e) + ")", e);
        }
        if (same(source.y(), target.y())
            && same(source.u(), target.u())
            && same(source.v(), target.v())) {
          throw network.broken("paints nothing: what comes out is what went in", null);
        }
      } finally {
        source.release();
        target.release();
      }
    }
  }

  /** A slope with a grain, in colour. */
  private static void draw(Frame frame) {
    int seed = 1;
    for (ByteBuffer plane : new ByteBuffer[] {frame.y(), frame.u(), frame.v()}) {
      int size = plane.capacity();
      for (int i = 0; i < size; i++) {
        seed = seed * 1_103_515_245 + 12_345;
        plane.put(i, (byte) (16 + 160 * i / size + (seed >>> 16 & 63)));
      }
    }
  }

  private static boolean same(ByteBuffer a, ByteBuffer b) {
    return a.mismatch(b) < 0;
  }

  /** Whether a picture that was not of one tone was painted in one. */
  static boolean isLost(Frame source, Frame painted) {
    int samples = source.width() * source.height();
    int step = Math.max(1, samples / SAMPLES);
    return samples >= SMALL
        && isFlat(painted, samples, step)
        && span(source, samples, step) >= VARIED
        && isFlat(painted, samples, 1);
  }

  private static boolean isFlat(Frame frame, int samples, int step) {
    int first = frame.luma(0);
    for (int i = step; i < samples; i += step) {
      if (frame.luma(i) != first) {
        return false;
      }
    }
    return true;
  }

  private static int span(Frame frame, int samples, int step) {
    int least = 255;
    int most = 0;
    for (int i = 0; i < samples; i += step) {
      least = Math.min(least, frame.luma(i));
      most = Math.max(most, frame.luma(i));
    }
    return most - least;
  }
}
