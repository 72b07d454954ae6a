package dev.allaprima.pipeline.compose;

/** Neighbourhoods in a grid of cells. */
final class Grid {
  private Grid() {}

  /** Each cell of {@code to} is the greatest of those at most {@code reach} away. */
  static void greatest(int[] from, int[] to, int columns, int reach) {
    int rows = from.length / columns;
    int[] line = new int[columns];
    for (int row = 0; row < rows; row++) {
      // Columns first: the greatest of each over the rows around.
      System.arraycopy(from, row * columns, line, 0, columns);
      for (int y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
        for (int x = 0; x < columns; x++) {
          line[x] = Math.max(line[x], from[y * columns + x]);
        }
      }
      for (int x = 0; x < columns; x++) {
        int greatest = line[x];
        for (int n = Math.max(0, x - reach); n <= Math.min(columns - 1, x + reach); n++) {
          greatest = Math.max(greatest, line[n]);
        }
        to[row * columns + x] = greatest;
      }
    }
  }

  /** Each cell becomes the mean of the 3×3 around it; beyond an edge its cells repeat. */
  static void smooth(int[] grid, int[] scratch, int columns) {
    int rows = grid.length / columns;
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      for (int x = 0; x < columns; x++) {
        int left = grid[start + Math.max(0, x - 1)];
        int right = grid[start + Math.min(columns - 1, x + 1)];
        scratch[start + x] = left + grid[start + x] + right;
      }
    }
    for (int row = 0; row < rows; row++) {
      int above = Math.max(0, row - 1) * columns;
      int start = row * columns;
      int below = Math.min(rows - 1, row + 1) * columns;
      for (int x = 0; x < columns; x++) {
        int sum = scratch[above + x] + scratch[start + x] + scratch[below + x];
        grid[start + x] = (sum + 4) / 9;
      }
    }
  }
}
