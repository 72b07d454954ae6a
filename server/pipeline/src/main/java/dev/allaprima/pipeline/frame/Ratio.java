package dev.allaprima.pipeline.frame;

/** A quotient of whole numbers; 0/1 where it is not known. */
public record Ratio(int num, int den) {
  /** As a floating-point number. */
  public double value() {
    return (double) num / den;
  }

  /** Whether it says anything. */
  public boolean isKnown() {
    return num > 0 && den > 0;
  }
}
