package dev.allaprima.live.stream;

/**
 * A circle in one stroke of a brush, begun wet and ended dry, as a mask: how much of the ink lies
 * on each sample, and when in the stroke it got there.
 */
final class Enso {
  /** Where the stroke begins: a little left of the bottom, in turns clockwise from the right. */
  private static final double BEGIN = 0.31;

  /** How far it goes round; it does not meet itself. */
  private static final double TURN = 0.93;

  /** Its middle and its greatest half width, by half the mask's side. */
  private static final double RADIUS = 0.74;

  private static final double HALF_WIDTH = 0.135;

  /** Hairs across the brush. */
  private static final int HAIRS = 15;

  private final int side;
  private final byte[] ink;
  private final byte[] when;

  /**
   * @param side of the mask, in samples
   */
  Enso(int side) {
    this.side = side;
    this.ink = new byte[side * side];
    this.when = new byte[side * side];
    for (int i = 0; i < side * side; i++) {
      double x = (i % side + 0.5) / side * 2 - 1;
      double y = (i / side + 0.5) / side * 2 - 1;
      if (Math.abs(Math.hypot(x, y) - RADIUS) < 2 * HALF_WIDTH) {
        when[i] = (byte) Math.round(255 * Math.min(1, along(x, y)));
        ink[i] = (byte) Math.round(255 * ink(x, y));
      }
    }
  }

  /** Four places of a sample at once, so that edges and hairs are smooth. */
  private double ink(double x, double y) {
    double off = 0.5 / side;
    return (inkAt(x - off, y - off)
            + inkAt(x + off, y - off)
            + inkAt(x - off, y + off)
            + inkAt(x + off, y + off))
        / 4;
  }

  /** How much of the stroke was done when the brush was in this direction; more than 1: never. */
  private static double along(double x, double y) {
    double turns = Math.atan2(y, x) / (2 * Math.PI) - BEGIN;
    return (turns - Math.floor(turns)) / TURN;
  }

  private double inkAt(double x, double y) {
    double along = along(x, y);
    if (along > 1) {
      return 0;
    }
    // The hand is no compass.
    double middle = RADIUS + 0.012 * Math.sin(9 * along) + 0.02 * along;
    double half = halfWidth(along);
    double across = (Math.hypot(x, y) - middle) / half;
    double inside = smooth((1 - Math.abs(across)) * half * side / 4 + 0.5);
    // Hair after hair runs out of ink, the outer ones first.
    double wet = 0.55 + 0.75 * hair((across + 1) / 2 * HAIRS) - 0.16 * across * across;
    return inside * smooth((wet - along) / 0.22 + 0.3);
  }

  /** The brush is set down, pressed, and slowly lifted. */
  private static double halfWidth(double along) {
    double set = Math.sqrt(Math.min(1, along / 0.07 + 0.06));
    double lift = Math.sqrt(Math.max(0.0004, 1 - along));
    return HALF_WIDTH * set * (0.42 + 0.58 * lift);
  }

  /** How much ink a hair took up, 0 to 1; between hairs, between theirs. */
  private static double hair(double place) {
    double first = Math.floor(place);
    double share = smooth(place - first);
    return (1 - share) * noise(first) + share * noise(first + 1);
  }

  private static double noise(double number) {
    double value = Math.sin(number * 12.9898) * 43758.5453;
    return value - Math.floor(value);
  }

  private static double smooth(double value) {
    double clamped = Math.max(0, Math.min(1, value));
    return clamped * clamped * (3 - 2 * clamped);
  }

  int side() {
    return side;
  }

  /**
   * How much ink lies on a sample, 0 to 1, when so much of the stroke is done.
   *
   * @param done 0 to 1
   */
  double at(int x, int y, double done) {
    int at = y * side + x;
    double there = smooth((done * 1.06 - (when[at] & 255) / 255.0) / 0.06);
    return there * (ink[at] & 255) / 255;
  }
}
