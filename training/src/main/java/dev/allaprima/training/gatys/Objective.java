package dev.allaprima.training.gatys;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A function of many variables that is to be made small. */
@FunctionalInterface
public interface Objective {
  /**
   * The value at a place.
   *
   * @param x the place, a vector; borrowed and left as it is
   * @param gradient receives dValue/dx; of x's length and type, whatever it held before
   */
  double at(INDArray x, INDArray gradient);
}
