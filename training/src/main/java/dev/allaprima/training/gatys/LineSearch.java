package dev.allaprima.training.gatys;

import java.util.function.DoubleFunction;

/**
 * Finds how far to go along a direction so that both strong Wolfe conditions hold (Nocedal and
 * Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6): the value falls enough, and the
 * slope is small enough for the curvature seen to be of use.
 */
final class LineSearch {
  /** How much of the fall that the slope promises must come true; Nocedal and Wright's choice. */
  private static final double DECREASE = 1e-4;

  /** What may be left of the slope; 0.9 is their choice for quasi-Newton directions. */
  private static final double CURVATURE = 0.9;

  /** More than this and the function is not what floating point shows: the best so far is taken. */
  private static final int EVALUATIONS = 20;

  private final DoubleFunction<Point> line;
  private final Point start;
  private int left = EVALUATIONS;

  /**
   * A place on the line.
   *
   * @param t how far along the direction
   * @param value the function there
   * @param slope its derivative by t there
   */
  record Point(double t, double value, double slope) {}

  /**
   * A search.
   *
   * @param line evaluates a place
   * @param start the place with t = 0, downhill from which the line leads
   */
  LineSearch(DoubleFunction<Point> line, Point start) {
    this.line = line;
    this.start = start;
  }

  /**
   * The place to go to: one where the Wolfe conditions hold, else the lowest one seen that is lower
   * than the start by enough, else the start itself. Not always the place evaluated last.
   *
   * @param first the length to try first
   */
  Point from(double first) {
    Point before = start;
    double t = first;
    while (left > 0) {
      Point here = at(t);
      if (tooHigh(here) || before != start && here.value >= before.value) {
        return zoom(before, here);
      }
      if (flatEnough(here)) {
        return here;
      }
      if (here.slope >= 0) {
        return zoom(here, before);
      }
      before = here;
      t *= 4;
    }
    return before;
  }

  /** Narrows the interval between {@code low}, the best so far, and {@code other}. */
  private Point zoom(Point low, Point other) {
    while (left > 0) {
      Point here = at(between(low, other));
      if (tooHigh(here) || here.value >= low.value) {
        other = here;
      } else {
        if (flatEnough(here)) {
          return here;
        }
        if (here.slope * (other.t - low.t) >= 0) {
          other = low;
        }
        low = here;
      }
    }
    return low;
  }

  private Point at(double t) {
    left--;
    return line.apply(t);
  }

  /** True as well where the function is not a number. */
  private boolean tooHigh(Point here) {
    return !(here.value <= start.value + DECREASE * here.t * start.slope);
  }

  private boolean flatEnough(Point here) {
    return Math.abs(here.slope) <= -CURVATURE * start.slope;
  }

  /** The minimum of the cubic through both (equation 3.59), kept off the interval's ends. */
  private static double between(Point a, Point b) {
    double width = b.t - a.t;
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
    double d2 = Math.signum(width) * Math.sqrt(d1 * d1 - a.slope * b.slope);
    double t = b.t - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    double share = (t - a.t) / width;
    // A cubic without a minimum, or an end that is not a number, says nothing: halve.
    return a.t + width * (Double.isFinite(share) ? Math.max(0.1, Math.min(0.9, share)) : 0.5);
  }
}
