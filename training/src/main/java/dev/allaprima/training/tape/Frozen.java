package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights of a convolution that never learn, with what its backward pass needs prepared once.
 *
 * @param kernel [kH,kW,in,out]
 * @param bias [out]
 * @param transposed the kernel of the gradient for the input, [kH,kW,out,in]
 */
public record Frozen(INDArray kernel, INDArray bias, INDArray transposed) {

  /** Takes both arrays. */
  public static Frozen of(INDArray kernel, INDArray bias) {
    return new Frozen(kernel, bias, Convolutions.transposed(kernel));
  }
}
