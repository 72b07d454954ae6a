package dev.allaprima.training.gatys;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a picture that is judged for itself, and around it what a network sees of it: with as
 * much context as its deepest layer reaches, its features are those of the whole picture.
 *
 * @param part what is judged
 * @param seen part and context, cut at the picture's borders
 */
record Tile(Area part, Area seen) {

  /** Rows from top, columns from left. */
  record Area(long top, long left, long height, long width) {
    long pixels() {
      return height * width;
    }
  }

  /**
   * A picture in tiles of about one size.
   *
   * @param pixels about how many pixels a part may have
   * @param multiple what all edges are multiples of, and height and width are too
   * @param reach how far the network sees, a multiple of it
   */
  static List<Tile> of(long height, long width, long pixels, long multiple, long reach) {
    if (height * width <= pixels) {
      Area all = new Area(0, 0, height, width);
      return List.of(new Tile(all, all));
    }
    long side = (long) Math.max(multiple, Math.sqrt(pixels));
    List<Tile> tiles = new ArrayList<>();
    long[] rows = edges(height, side, multiple);
    long[] columns = edges(width, side, multiple);
    for (int row = 0; row + 1 < rows.length; row++) {
      for (int column = 0; column + 1 < columns.length; column++) {
        Area part =
            new Area(
                rows[row],
                columns[column],
                rows[row + 1] - rows[row],
                columns[column + 1] - columns[column]);
        tiles.add(new Tile(part, grown(part, reach, height, width)));
      }
    }
    return tiles;
  }

  private static long[] edges(long length, long side, long multiple) {
    int parts = (int) Math.min((length + side - 1) / side, length / multiple);
    long[] edges = new long[parts + 1];
    for (int i = 0; i <= parts; i++) {
      edges[i] = length / multiple * i / parts * multiple;
    }
    return edges;
  }

  private static Area grown(Area part, long by, long height, long width) {
    long top = Math.max(0, part.top - by);
    long left = Math.max(0, part.left - by);
    long bottom = Math.min(height, part.top + part.height + by);
    long right = Math.min(width, part.left + part.width + by);
    return new Area(top, left, bottom - top, right - left);
  }
}
