package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A value that a {@link Tape} recorded; of a leaf, after {@link Tape#backward}, its gradient. */
public final class Var {
  final boolean wantsGradient;
  INDArray gradient;
  private INDArray value;
  private final boolean ownedByTape;
  private boolean kept;

  Var(INDArray value, boolean wantsGradient, boolean ownedByTape) {
    this.value = value;
    this.wantsGradient = wantsGradient;
    this.ownedByTape = ownedByTape;
  }

  /**
   * The value; owned by the tape unless it came in as a leaf.
   *
   * @throws IllegalStateException if an operation has overwritten it, as {@link Tape#relu} may
   */
  public INDArray value() {
    if (value == null) {
      throw new IllegalStateException("a later operation of the tape has overwritten this value");
    }
    return value;
  }

  /** dLoss/dValue of a leaf, of the value's shape; null if the loss does not depend on it. */
  public INDArray gradient() {
    return gradient;
  }

  /** The value of a scalar. */
  public double scalar() {
    return value().getDouble(0);
  }

  /** Says that a backward step will read the value: nobody may overwrite it. */
  void keep() {
    kept = true;
  }

  /** Takes the array away to be overwritten, where that does no harm; else null. */
  INDArray surrender() {
    if (kept || !ownedByTape) {
      return null;
    }
    INDArray given = value;
    value = null;
    return given;
  }

  boolean surrendered() {
    return value == null;
  }
}
