package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;

/**
 * The motion of a real clip by block matching: for every {@value #BLOCK}×{@value #BLOCK} block of a
 * frame the place in the frame before that it resembles most (least sum of absolute differences of
 * luma, within {@value #REACH} pixels, whole pixels).
 *
 * <p>A block counts as known only where matching back from the found place leads home to within a
 * pixel, and where the match is close: what was occluded, moves too fast or turns is left out. So
 * the error speaks of the still and the steadily moving parts of a clip, not of all of it; the
 * share that was compared is told beside it.
 */
final class BlockMatching {
  static final int BLOCK = 8;
  static final int REACH = 12;

  /** Mean absolute difference of luma (0 to 255) up to which a match is believed. */
  private static final double CLOSE = 6;

  /** What a pixel of way costs, in units of the sum: on a plain wall, stillness wins. */
  private static final double WAY = 4;

  private final float[] before;
  private final float[] after;
  private final int width;
  private final int height;

  private BlockMatching(Picture before, Picture after) {
    this.width = after.width();
    this.height = after.height();
    this.before = luma(before);
    this.after = luma(after);
  }

  /** The way from one frame to the next, both of one size. */
  static Flow between(Picture before, Picture after) {
    return new BlockMatching(before, after).flow();
  }

  private Flow flow() {
    Flow flow = Flow.unknown(width, height);
    for (int top = 0; top + BLOCK <= height; top += BLOCK) {
      for (int left = 0; left + BLOCK <= width; left += BLOCK) {
        Match there = best(after, before, left, top, REACH);
        if (there.difference() > CLOSE * BLOCK * BLOCK) {
          continue;
        }
        Match back = best(before, after, left + there.dx(), top + there.dy(), REACH);
        if (Math.abs(back.dx() + there.dx()) <= 1 && Math.abs(back.dy() + there.dy()) <= 1) {
          for (int row = top; row < top + BLOCK; row++) {
            for (int column = left; column < left + BLOCK; column++) {
              flow.set(column, row, column + there.dx(), row + there.dy());
            }
          }
        }
      }
    }
    return flow;
  }

  private record Match(int dx, int dy, double difference) {}

  private Match best(float[] of, float[] in, int left, int top, int reach) {
    Match best = null;
    double least = Double.POSITIVE_INFINITY;
    int lowX = Math.max(-reach, -left);
    int highX = Math.min(reach, width - BLOCK - left);
    int lowY = Math.max(-reach, -top);
    int highY = Math.min(reach, height - BLOCK - top);
    for (int dy = lowY; dy <= highY; dy++) {
      for (int dx = lowX; dx <= highX; dx++) {
        double way = WAY * (Math.abs(dx) + Math.abs(dy));
        double difference = difference(of, in, left, top, dx, dy, least - way);
        if (difference + way < least) {
          least = difference + way;
          best = new Match(dx, dy, difference);
        }
      }
    }
    return best;
  }

  /** The sum over the block; it stops early once above the limit. */
  private double difference(
      float[] of, float[] in, int left, int top, int dx, int dy, double limit) {
    double sum = 0;
    for (int row = top; row < top + BLOCK && sum < limit; row++) {
      int at = row * width + left;
      int other = (row + dy) * width + left + dx;
      for (int i = 0; i < BLOCK; i++) {
        sum += Math.abs(of[at + i] - in[other + i]);
      }
    }
    return sum;
  }

  private static float[] luma(Picture picture) {
    float[] luma = new float[picture.width() * picture.height()];
    for (int at = 0; at < luma.length; at++) {
      float[] rgb = picture.rgb();
      luma[at] = 0.299f * rgb[3 * at] + 0.587f * rgb[3 * at + 1] + 0.114f * rgb[3 * at + 2];
    }
    return luma;
  }
}
