package dev.allaprima.training.export;

/**
 * How real numbers stand on 8 bits: {@code (byte − zero) · scale}, bytes from 0 to 255.
 *
 * @param scale the step from level to level
 * @param zero the byte that means 0
 */
record Levels(float scale, int zero) {
  private static final int HIGHEST = 255;

  /** Levels from {@code low} to {@code high}, with 0 exactly on one of them. */
  static Levels between(double low, double high) {
    double from = Math.min(0, low);
    double step = Math.max(Math.max(0, high) - from, 1e-6) / HIGHEST;
    return new Levels((float) step, (int) Math.round(-from / step));
  }

  /**
   * The levels that give back the values with the least squared error: rare extremes are cut where
   * that buys the many a finer step (TensorRT's and others' calibration does likewise).
   */
  static Levels best(float[] values, double low, double high) {
    Levels best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double share = 1; share > 0.3; share *= 0.95) {
      Levels candidate = between(low * share, high * share);
      double error = candidate.squaredError(values);
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    return best;
  }

  private double squaredError(float[] values) {
    double sum = 0;
    for (float value : values) {
      long level = Math.round((double) value / scale) + zero;
      double back = (Math.max(0, Math.min(HIGHEST, level)) - zero) * (double) scale;
      sum += (back - value) * (back - value);
    }
    return sum;
  }
}
