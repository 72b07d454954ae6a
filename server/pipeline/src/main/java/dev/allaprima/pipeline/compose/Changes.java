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
  private final Plane[] planes = {new Plane(CELL, 1), new Plane(2, CHROMA), new Plane(2, CHROMA)};
  private byte[] row = {};
  // Of each cell: the weight of its samples, less at the edges; the difference, as LEVEL says; the
  // greatest of those around it.
  private int[] samples = {};
  private int[] change = {};
  private int[] spread = {};
  private final int[] histogram = new int[256];
  private double noise;

  /** A plane of the last frame: rows of whole eights of samples, what is beyond the edge 0. */
  private static final class Plane {
    private final int cell;
    private final int weight;
    private int stride;
    private byte[] last = {};
    // Differences of a row of cells, two samples' in each 16-bit lane.
    private long[] sums = {};

    Plane(int cell, int weight) {
      this.cell = cell;
      this.weight = weight;
    }

    void resize(int width, int height) {
      stride = (width + 7) / 8 * 8;
      last = new byte[stride * height];
      sums = new long[stride / 8];
    }
  }

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
    compare(frame.y(), frame.width(), planes[0]);
    compare(frame.u(), frame.chromaWidth(), planes[1]);
    compare(frame.v(), frame.chromaWidth(), planes[2]);
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
    planes[0].resize(width, height);
    planes[1].resize(frame.chromaWidth(), frame.chromaHeight());
    planes[2].resize(frame.chromaWidth(), frame.chromaHeight());
    row = new byte[planes[0].stride];
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
  private void compare(ByteBuffer from, int width, Plane plane) {
    int rows = plane.last.length / plane.stride;
    Arrays.fill(row, (byte) 0);
    for (int y = 0; y < rows; y++) {
      int start = y * plane.stride;
      from.get(y * width, row, 0, width);
      Planes.addDifferences(row, 0, plane.last, start, plane.stride, plane.sums);
      System.arraycopy(row, 0, plane.last, start, width);
      if ((y + 1) % plane.cell == 0 || y == rows - 1) {
        addCells(plane, y / plane.cell * columns);
      }
    }
  }

  private void addCells(Plane plane, int firstCell) {
    int lanes = plane.cell / 2;
    for (int column = 0; column < columns; column++) {
      int sum = 0;
      for (int lane = column * lanes; lane < (column + 1) * lanes; lane++) {
        sum += (int) (plane.sums[lane >> 2] >>> 16 * (lane & 3)) & 0xFFFF;
      }
      change[firstCell + column] += plane.weight * sum;
    }
    Arrays.fill(plane.sums, 0);
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
