package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The few native operations that the tape stands on, all NHWC, float32 or float64, with kernels
 * [kH,kW,in,out].
 *
 * <p>NHWC because oneDNN's convolutions are fastest so (215 against 170 GFLOP/s on two Zen 4 cores)
 * and because pooling over NCHW is twenty times slower.
 */
final class Kernels {
  private static final long NHWC = 1;
  private static final long SAME = 1;

  private Kernels() {}

  /** Stride 1, zero padding to the same size. {@code bias} may be null. */
  static INDArray convolution(INDArray x, INDArray kernel, INDArray bias) {
    long[] s = x.shape();
    INDArray out = Nd4j.createUninitialized(x.dataType(), s[0], s[1], s[2], kernel.size(3));
    DynamicCustomOp.DynamicCustomOpsBuilder op =
        DynamicCustomOp.builder("conv2d")
            .addIntegerArguments(
                (int) kernel.size(0),
                (int) kernel.size(1),
                1,
                1,
                0,
                0,
                1,
                1,
                (int) SAME,
                (int) NHWC);
    op = bias == null ? op.addInputs(x, kernel) : op.addInputs(x, kernel, bias);
    Nd4j.exec(op.addOutputs(out).build());
    return out;
  }

  /** Gradients of {@link #convolution}: for x, the kernel and (where there is one) the bias. */
  static INDArray[] convolutionGradients(
      INDArray x, INDArray kernel, INDArray bias, INDArray gradient) {
    INDArray dx = Nd4j.createUninitialized(x.dataType(), x.shape());
    INDArray dKernel = Nd4j.createUninitialized(x.dataType(), kernel.shape());
    DynamicCustomOp.DynamicCustomOpsBuilder op =
        DynamicCustomOp.builder("conv2d_bp")
            .addIntegerArguments(
                (int) kernel.size(0),
                (int) kernel.size(1),
                1,
                1,
                0,
                0,
                1,
                1,
                (int) SAME,
                (int) NHWC);
    if (bias == null) {
      Nd4j.exec(op.addInputs(x, kernel, gradient).addOutputs(dx, dKernel).build());
      return new INDArray[] {dx, dKernel};
    }
    INDArray dBias = Nd4j.createUninitialized(x.dataType(), bias.shape());
    Nd4j.exec(op.addInputs(x, kernel, bias, gradient).addOutputs(dx, dKernel, dBias).build());
    return new INDArray[] {dx, dKernel, dBias};
  }

  /**
   * The kernel whose ordinary convolution is the gradient of {@code kernel}'s for its input:
   * rotated by half a turn, in and out exchanged. Three times faster than the gradient operation,
   * which computes the kernel's gradient as well whether or not it is wanted.
   */
  static INDArray transposedKernel(INDArray kernel) {
    INDArray out = Nd4j.createUninitialized(kernel.dataType(), swapped(kernel.shape()), 'c');
    long kh = kernel.size(0);
    long kw = kernel.size(1);
    for (long i = 0; i < kh; i++) {
      for (long j = 0; j < kw; j++) {
        INDArray tap = kernel.slice(kh - 1 - i, 0).slice(kw - 1 - j, 0);
        out.slice(i, 0).slice(j, 0).assign(tap.transpose());
      }
    }
    return out;
  }

  private static long[] swapped(long[] s) {
    return new long[] {s[0], s[1], s[3], s[2]};
  }

  /** 2×2 maximum or average with stride 2; height and width even. */
  static INDArray pool(String op, INDArray x) {
    long[] s = x.shape();
    INDArray out = Nd4j.createUninitialized(x.dataType(), s[0], s[1] / 2, s[2] / 2, s[3]);
    Nd4j.exec(pooling(op).addInputs(x).addOutputs(out).build());
    return out;
  }

  /** Gradient of {@link #pool}; {@code x} gives the shape and, for the maximum, the place. */
  static INDArray poolGradient(String op, INDArray x, INDArray gradient) {
    INDArray dx = Nd4j.createUninitialized(x.dataType(), x.shape());
    Nd4j.exec(pooling(op + "_bp").addInputs(x, gradient).addOutputs(dx).build());
    return dx;
  }

  private static DynamicCustomOp.DynamicCustomOpsBuilder pooling(String op) {
    return DynamicCustomOp.builder(op)
        .addIntegerArguments(2, 2, 2, 2, 0, 0, 1, 1, 0, 0, (int) NHWC);
  }
}
