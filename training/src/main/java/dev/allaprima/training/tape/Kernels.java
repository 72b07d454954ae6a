package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp.DynamicCustomOpsBuilder;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The few native operations that the tape stands on, all NHWC and into arrays that are given.
 *
 * <p>NHWC because oneDNN's convolutions are fastest so (215 against 170 GFLOP/s on two Zen 4 cores)
 * and because pooling over NCHW is twenty times slower.
 */
final class Kernels {
  private static final int NHWC = 1;

  private Kernels() {}

  /** Kernel [kH,kW,in,out]; {@code bias} may be null. */
  static void convolution(
      INDArray x, INDArray kernel, INDArray bias, int stride, int padding, INDArray out) {
    DynamicCustomOpsBuilder op = sliding("conv2d", kernel, stride, padding);
    op = bias == null ? op.addInputs(x, kernel) : op.addInputs(x, kernel, bias);
    Nd4j.exec(op.addOutputs(out).build());
  }

  /** Gradients of {@link #convolution}; {@code bias} and {@code dBias} may be null. */
  static void convolutionGradients(
      INDArray x,
      INDArray kernel,
      INDArray bias,
      int stride,
      int padding,
      INDArray gradient,
      INDArray dx,
      INDArray dKernel,
      INDArray dBias) {
    DynamicCustomOpsBuilder op = sliding("conv2d_bp", kernel, stride, padding);
    if (bias == null) {
      op.addInputs(x, kernel, gradient).addOutputs(dx, dKernel);
    } else {
      op.addInputs(x, kernel, bias, gradient).addOutputs(dx, dKernel, dBias);
    }
    Nd4j.exec(op.build());
  }

  /** Padding at each side; negative: as much as keeps the size, the odd one at the far side. */
  private static DynamicCustomOpsBuilder sliding(
      String op, INDArray kernel, int stride, int padding) {
    int kh = (int) kernel.size(0);
    int kw = (int) kernel.size(1);
    int pad = Math.max(0, padding);
    int same = padding < 0 ? 1 : 0;
    return DynamicCustomOp.builder(op)
        .addIntegerArguments(kh, kw, stride, stride, pad, pad, 1, 1, same, NHWC);
  }

  /** Pooling windows of height × width side by side; {@code op} is ND4J's name. */
  static void pool(String op, int height, int width, INDArray x, INDArray out) {
    Nd4j.exec(pooling(op, height, width).addInputs(x).addOutputs(out).build());
  }

  /** Gradient of {@link #pool}; {@code x} gives the shape and, for the maximum, the place. */
  static void poolGradient(String op, INDArray x, INDArray gradient, INDArray dx) {
    Nd4j.exec(pooling(op + "_bp", 2, 2).addInputs(x, gradient).addOutputs(dx).build());
  }

  private static DynamicCustomOpsBuilder pooling(String op, int height, int width) {
    return DynamicCustomOp.builder(op)
        .addIntegerArguments(height, width, height, width, 0, 0, 1, 1, 0, 0, NHWC);
  }

  /** out = x · a number for each picture and channel, [N,C]; {@code out} may be {@code x}. */
  static void multiply(INDArray x, INDArray rows, INDArray out) {
    eachPicture(x, rows, out, (a, row, o) -> Nd4j.exec(new BroadcastMulOp(a, row, o, 1)));
  }

  /** out = x + such a number. */
  static void add(INDArray x, INDArray rows, INDArray out) {
    eachPicture(x, rows, out, (a, row, o) -> Nd4j.exec(new BroadcastAddOp(a, row, o, 1)));
  }

  /** out = x − such a number. */
  static void subtract(INDArray x, INDArray rows, INDArray out) {
    eachPicture(x, rows, out, (a, row, o) -> Nd4j.exec(new BroadcastSubOp(a, row, o, 1)));
  }

  private interface OnPicture {
    void run(INDArray x, INDArray row, INDArray out);
  }

  private static void eachPicture(INDArray x, INDArray rows, INDArray out, OnPicture operation) {
    long channels = x.size(3);
    long pixels = x.size(1) * x.size(2);
    for (long n = 0; n < x.size(0); n++) {
      operation.run(
          x.slice(n, 0).reshape('c', pixels, channels),
          rows.slice(n, 0),
          out.slice(n, 0).reshape('c', pixels, channels));
    }
  }

  /**
   * out = a·b, or aᵀ·b; matrices. Up to six times faster than {@code mmuli}, which computes into an
   * array of its own and copies from there.
   */
  static void product(INDArray a, boolean transposed, INDArray b, INDArray out) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addIntegerArguments(transposed ? 1 : 0, 0)
            .addInputs(a, b)
            .addOutputs(out)
            .build());
  }
}
