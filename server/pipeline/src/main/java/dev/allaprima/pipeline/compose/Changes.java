package dev.allaprima.pipeline.compose;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a source changed from one frame to the next: the mean absolute difference in each cell of
 * 4×4 pixels, measured by what noise alone makes of it. Used by one thread at a time.
 */
final class Changes {
  /** Side of a cell in pixels. */
  static final int CELL = 4;

  /** Differences are counted in 1/32 of a level: 16 samples of luma, 4 of U and V for 2 each. */
  private static final int LEVEL = 32;

  private static final int CHROMA = 2;

  /**
   * This part of the cells is taken to have changed by noise alone: more than the black bars of a
   * film have, less than what is still in most pictures.
   */
  private static final double QUIET = 0.4;

  /** More than this, in levels, is not taken for noise: about a standard deviation of 4. */
  private static final double LOUDEST_NOISE = 4.5;

  /**
   * A cell is still up to {@code 1.6 · noise + 1} levels and has changed for certain from {@code 3
   * · noise + 3}. Normal noise of standard deviation σ makes a mean difference of 1.13 σ that
   * varies by 0.18 σ from cell to cell, so that the greatest of 25 cells stays below the first.
   */
  private static final double STILL_BY_NOISE = 1.6;

  private static final double STILL = 1;
  private static final double CHANGED_BY_NOISE = 3;
  private static final double CHANGED = 3;

  /** A network's strokes reach around what they paint: so many cells further count as changed. */
  private static final int REACH = 2;

  /** If more of the cells than this have changed, it is another scene, or a pan. */
  private static final double CUT = 0.6;

  private int width;
  private int height;
  private int columns;
  private byte[][] before = {};
  private byte[] row = {};
  // Of each cell: the weight of its samples, less at the edges; the difference, as LEVEL says; the
  // greatest of those around it.
  private int[] samples = {};
  private int[] change = {};
  private int[] spread = {};
  private final int[] histogram = new int[256];
  private double noise;

  /** Cells in a row of them. */
  int columns() {
    return columns;
  }

  /**
   * Takes in the borrowed frame.
   *
   * @return whether it has anything to do with the one before: it is of the same size and scene
   */
  boolean advance(Frame frame) {
    boolean sameSize = frame.width() == width && frame.height() == height;
    if (!sameSize) {
      resize(frame);
    }
    Arrays.fill(change, 0);
    compare(frame.y(), frame.width(), CELL, 1, before[0]);
    compare(frame.u(), frame.chromaWidth(), CELL / 2, CHROMA, before[1]);
    compare(frame.v(), frame.chromaWidth(), CELL / 2, CHROMA, before[2]);
    if (!sameSize) {
      return false;
    }
    for (int i = 0; i < change.length; i++) {
      change[i] = change[i] * LEVEL / samples[i];
    }
    noise = noise();
    return !isCut();
  }

  private void resize(Frame frame) {
    width = frame.width();
    height = frame.height();
    columns = (width + CELL - 1) / CELL;
    int cells = columns * ((height + CELL - 1) / CELL);
    int chroma = frame.chromaWidth() * frame.chromaHeight();
    before = new byte[][] {new byte[width * height], new byte[chroma], new byte[chroma]};
    row = new byte[width];
    samples = new int[cells];
    change = new int[cells];
    spread = new int[cells];
    for (int i = 0; i < width * height; i++) {
      samples[i / width / CELL * columns + i % width / CELL]++;
    }
    for (int i = 0; i < chroma; i++) {
      int x = i % frame.chromaWidth();
      int y = i / frame.chromaWidth();
      samples[2 * y / CELL * columns + 2 * x / CELL] += 2 * CHROMA;
    }
  }

  /** Adds the plane's differences to the cells, and keeps it for the next time. */
  private void compare(ByteBuffer plane, int stride, int cell, int weight, byte[] last) {
    for (int start = 0; start < last.length; start += stride) {
      plane.get(start, row, 0, stride);
      int cells = start / stride / cell * columns;
      for (int x = 0; x < stride; x += cell) {
        int sum = 0;
        for (int i = x; i < Math.min(x + cell, stride); i++) {
          sum += Math.abs((row[i] & 255) - (last[start + i] & 255));
        }
        change[cells++] += weight * sum;
      }
      System.arraycopy(row, 0, last, start, stride);
    }
  }

  /** What change noise alone makes, in levels, by this picture's quieter cells; rounded down. */
  private double noise() {
    // In quarters of a level.
    Arrays.fill(histogram, 0);
    for (int difference : change) {
      histogram[Math.min(histogram.length - 1, difference * 4 / LEVEL)]++;
    }
    int bin = 0;
    int below = histogram[0];
    while (below < QUIET * change.length) {
      below += histogram[++bin];
    }
    return Math.min(LOUDEST_NOISE, bin / 4.0);
  }

  private int still() {
    return (int) (LEVEL * (STILL_BY_NOISE * noise + STILL));
  }

  private int changed() {
    return (int) (LEVEL * (CHANGED_BY_NOISE * noise + CHANGED));
  }

  private boolean isCut() {
    int limit = changed();
    int count = 0;
    for (int difference : change) {
      count += difference > limit ? 1 : 0;
    }
    return count > CUT * change.length;
  }

  /**
   * How far a cell's samples go towards the new painting: from {@code least} where the source is
   * still to {@link Planes#ONE} where it changed, softly between.
   *
   * @param weights used again if it is of the right length
   */
  int[] weights(int[] weights, int least) {
    int[] result = weights.length == change.length ? weights : new int[change.length];
    int still = still();
    int range = changed() - still;
    Grid.greatest(change, spread, columns, REACH);
    for (int i = 0; i < result.length; i++) {
      int over = Math.max(0, Math.min(range, spread[i] - still));
      result[i] = least + (Planes.ONE - least) * over / range;
    }
    Grid.smooth(result, spread, columns);
    return result;
  }
}
