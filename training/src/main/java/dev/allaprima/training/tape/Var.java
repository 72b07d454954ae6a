package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A value that a {@link Tape} recorded, and after {@link Tape#backward} its gradient. */
public final class Var {
  final INDArray value;
  final boolean wantsGradient;
  INDArray gradient;

  Var(INDArray value, boolean wantsGradient) {
    this.value = value;
    this.wantsGradient = wantsGradient;
  }

  /** The value; owned by the tape unless it came in as a leaf. */
  public INDArray value() {
    return value;
  }

  /** dLoss/dValue, of the value's shape; null if the loss does not depend on it. */
  public INDArray gradient() {
    return gradient;
  }

  /** The value of a scalar. */
  public double scalar() {
    return value.getDouble(0);
  }
}
