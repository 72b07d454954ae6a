package dev.allaprima.pipeline.compose;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;

/**
 * Puts pictures together by a {@link Key}. The matte is made where the source has its samples: of
 * chroma for colour, of luma for brightness, and brought from one to the other by weighing
 * neighbours, so that edges have no steps. Used by one thread at a time.
 */
final class Keyer {
  private static final int BLACK_Y = 16;
  private static final int WHITE_Y = 235;
  private static final int GREY = 128;

  /** Levels between grey and a full colour. */
  private static final double FULL_COLOUR = 112;

  // Weights of the painting, 0 to 256, of each sample.
  private short[] luma = {};
  private short[] chroma = {};

  /** Makes of the painting what the key shows; borrows both, of one size. */
  void apply(Key key, Frame source, Frame painting) {
    int pixels = painting.width() * painting.height();
    int samples = painting.chromaWidth() * painting.chromaHeight();
    if (luma.length != pixels) {
      luma = new short[pixels];
      chroma = new short[samples];
    }
    if (key.by() == Key.By.CHROMA) {
      byColour(key, source);
      spread(painting.width(), painting.height(), painting.chromaWidth(), painting.chromaHeight());
    } else {
      byBrightness(key, source);
      gather(painting.width(), painting.height(), painting.chromaWidth(), painting.chromaHeight());
    }
    ByteBuffer y = painting.y();
    ByteBuffer u = painting.u();
    ByteBuffer v = painting.v();
    switch (key.show()) {
      case OVER -> {
        mix(y, source.y(), luma);
        mix(u, source.u(), chroma);
        mix(v, source.v(), chroma);
      }
      case FILL -> {
        mix(y, BLACK_Y, luma);
        mix(u, GREY, chroma);
        mix(v, GREY, chroma);
      }
      case MATTE -> {
        for (int i = 0; i < pixels; i++) {
          y.put(i, (byte) (BLACK_Y + (luma[i] * (WHITE_Y - BLACK_Y) >> 8)));
        }
        for (int i = 0; i < samples; i++) {
          u.put(i, (byte) GREY);
          v.put(i, (byte) GREY);
        }
      }
    }
  }

  private void byColour(Key key, Frame source) {
    ByteBuffer u = source.u();
    ByteBuffer v = source.v();
    double keyU = key.u();
    double keyV = key.v();
    for (int i = 0; i < chroma.length; i++) {
      double du = (u.get(i) & 255) - keyU;
      double dv = (v.get(i) & 255) - keyV;
      chroma[i] = weight(key, Math.sqrt(du * du + dv * dv) / FULL_COLOUR);
    }
  }

  private void byBrightness(Key key, Frame source) {
    short[] weights = new short[256];
    for (int level = 0; level < 256; level++) {
      weights[level] = weight(key, (double) (level - BLACK_Y) / (WHITE_Y - BLACK_Y));
    }
    ByteBuffer y = source.y();
    for (int i = 0; i < luma.length; i++) {
      luma[i] = weights[y.get(i) & 255];
    }
  }

  /** How much of the painting is there: 0 to 256. */
  private static short weight(Key key, double value) {
    double above = value - key.threshold();
    double part = above <= 0 ? 0 : above >= key.softness() ? 1 : above / key.softness();
    return (short) Math.round(256 * (key.inverted() ? 1 - part : part));
  }

  /** Luma's weights from chroma's, which lie between two pixels each way: three parts and one. */
  private void spread(int width, int height, int chromaWidth, int chromaHeight) {
    for (int y = 0; y < height; y++) {
      int near = y / 2 * chromaWidth;
      int far =
          Math.max(0, Math.min(chromaHeight - 1, y / 2 + (y % 2 == 0 ? -1 : 1))) * chromaWidth;
      for (int x = 0; x < width; x++) {
        int here = x / 2;
        int beside = Math.max(0, Math.min(chromaWidth - 1, here + (x % 2 == 0 ? -1 : 1)));
        int sum =
            9 * chroma[near + here]
                + 3 * chroma[near + beside]
                + 3 * chroma[far + here]
                + chroma[far + beside];
        luma[y * width + x] = (short) (sum + 8 >> 4);
      }
    }
  }

  /** Chroma's weights from luma's: the mean of the pixels that share a sample. */
  private void gather(int width, int height, int chromaWidth, int chromaHeight) {
    for (int y = 0; y < chromaHeight; y++) {
      int upper = 2 * y * width;
      int lower = Math.min(height - 1, 2 * y + 1) * width;
      for (int x = 0; x < chromaWidth; x++) {
        int left = 2 * x;
        int right = Math.min(width - 1, 2 * x + 1);
        int sum =
            luma[upper + left] + luma[upper + right] + luma[lower + left] + luma[lower + right];
        chroma[y * chromaWidth + x] = (short) (sum + 2 >> 2);
      }
    }
  }

  private static void mix(ByteBuffer painting, ByteBuffer source, short[] weights) {
    for (int i = 0; i < weights.length; i++) {
      int weight = weights[i];
      int sum = (painting.get(i) & 255) * weight + (source.get(i) & 255) * (256 - weight);
      painting.put(i, (byte) (sum + 128 >> 8));
    }
  }

  private static void mix(ByteBuffer painting, int ground, short[] weights) {
    for (int i = 0; i < weights.length; i++) {
      int weight = weights[i];
      painting.put(
          i, (byte) ((painting.get(i) & 255) * weight + ground * (256 - weight) + 128 >> 8));
    }
  }
}
