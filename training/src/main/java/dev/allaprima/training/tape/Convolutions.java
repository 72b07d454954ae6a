package dev.allaprima.training.tape;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions and their gradients. */
final class Convolutions {
  /** Of {@link Kernels}: as much padding as keeps the size. */
  private static final int SAME = -1;

  private Convolutions() {}

  static Var learning(Tape t, Var x, Var kernel, Var bias, int stride, Padding padding) {
    int side = (int) kernel.value().size(0);
    return learning(t, x, kernel, bias, stride, padding == Padding.ZERO ? side / 2 : 0);
  }

  private static Var learning(Tape t, Var x, Var kernel, Var bias, int stride, int padding) {
    INDArray b = bias == null ? null : bias.value();
    Var out = t.record(forward(t, x.value(), kernel.value(), b, stride, padding), x, kernel, bias);
    boolean kernelLearns = kernel.wantsGradient || bias != null && bias.wantsGradient;
    boolean transposable = stride == 1 && padding == kernel.value().size(0) / 2;
    if (!kernelLearns && transposable) {
      return t.onBackward(out, g -> giveTransposed(t, x, transposed(kernel.value()), g));
    }
    if (out.wantsGradient) {
      x.keep();
    }
    return t.onBackward(
        out,
        g -> {
          INDArray dx = t.like(x.value());
          INDArray dKernel = t.like(kernel.value());
          INDArray dBias = b == null ? null : t.like(b);
          Kernels.convolutionGradients(
              x.value(), kernel.value(), b, stride, padding, g, dx, dKernel, dBias);
          t.free(g);
          t.give(x, dx);
          t.give(kernel, dKernel);
          if (bias != null) {
            t.give(bias, dBias);
          }
        });
  }

  static Var frozen(Tape t, Var x, Frozen weights) {
    Var out =
        t.record(
            forward(t, x.value(), weights.kernel(), weights.bias(), 1, half(weights.kernel())), x);
    return t.onBackward(out, g -> giveTransposed(t, x, weights.transposed(), g));
  }

  /** An ordinary convolution with the transposed kernel, three times faster than conv2d_bp. */
  private static void giveTransposed(Tape t, Var x, INDArray transposed, INDArray g) {
    INDArray dx = forward(t, g, transposed, null, 1, half(transposed));
    t.free(g);
    t.give(x, dx);
  }

  private static int half(INDArray kernel) {
    return (int) kernel.size(0) / 2;
  }

  private static INDArray forward(
      Tape t, INDArray x, INDArray kernel, INDArray bias, int stride, int padding) {
    long side = kernel.size(0);
    long less = padding == SAME ? 0 : side - 1 - 2L * padding;
    long height = (x.size(1) - less + stride - 1) / stride;
    long width = (x.size(2) - less + stride - 1) / stride;
    INDArray out = t.take(x.dataType(), x.size(0), height, width, kernel.size(3));
    Kernels.convolution(x, kernel, bias, stride, padding, out);
    return out;
  }

  /**
   * The kernel whose ordinary convolution is the gradient of {@code kernel}'s for its input:
   * rotated by half a turn, in and out exchanged.
   */
  static INDArray transposed(INDArray kernel) {
    long[] s = kernel.shape();
    INDArray out = Nd4j.createUninitialized(kernel.dataType(), new long[] {s[0], s[1], s[3], s[2]});
    // A slice of a view is a scalar at some offsets (ND4J M2.1), so slice what is none.
    INDArray compact = kernel.dup('c');
    for (long i = 0; i < s[0]; i++) {
      for (long j = 0; j < s[1]; j++) {
        INDArray tap = compact.slice(s[0] - 1 - i, 0).slice(s[1] - 1 - j, 0);
        out.slice(i, 0).slice(j, 0).assign(tap.transpose());
      }
    }
    compact.close();
    return out;
  }

  /**
   * Stride ½, the transpose of a convolution of stride 2: zeros between the places, then a
   * convolution with the kernel turned by half. Three quarters of what it would multiply are those
   * zeros; each of the four sub-pixels meets a part of the kernel only. Together they are one 2×2
   * convolution with four times the channels and a depth-to-space (Shi et al. 2016, "Is the
   * deconvolution layer the same as a convolutional layer?").
   */
  static Var fractional(Tape t, Var x, Var kernel) {
    long[] s = kernel.value().shape();
    if (s[0] != 3 || s[1] != 3) {
      throw new IllegalArgumentException("a fractional stride is for kernels of 3x3");
    }
    INDArray parts = t.take(kernel.value().dataType(), 2, 2, s[2], 4 * s[3]).assign(0);
    eachTap(s[3], (part, tap) -> tap.of(parts, part).assign(tap.of(kernel.value())));
    Var subKernel = t.record(parts, kernel);
    t.onBackward(
        subKernel,
        g -> {
          INDArray dKernel = t.like(kernel.value());
          eachTap(s[3], (part, tap) -> tap.of(dKernel).assign(tap.of(g, part)));
          t.free(g);
          t.give(kernel, dKernel);
        });
    return t.depthToSpace(learning(t, x, subKernel, null, 1, SAME), 2);
  }

  /** A tap (row, column) of the 3×3 kernel and its place in the 2×2 one of the sub-pixels. */
  private record Tap(long row, long column, long channels) {
    INDArray of(INDArray kernel) {
      return kernel.get(point(row), point(column), all(), all());
    }

    INDArray of(INDArray parts, long[] part) {
      long from = part[2] * channels;
      return parts.get(point(part[0]), point(part[1]), all(), interval(from, from + channels));
    }
  }

  private interface OnTap {
    void run(long[] part, Tap tap);
  }

  private static void eachTap(long channels, OnTap on) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        // Even sub-pixels meet the middle tap at their place, odd ones the last at their place and
        // the first at the next.
        long subPixel = (i == 1 ? 0 : 2) + (j == 1 ? 0 : 1);
        on.run(new long[] {i == 0 ? 1 : 0, j == 0 ? 1 : 0, subPixel}, new Tap(i, j, channels));
      }
    }
  }
}
