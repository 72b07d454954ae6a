package dev.allaprima.training.tape;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Reverse-mode differentiation over ND4J arrays: every operation computes its value at once and
 * records how its gradient flows back. Pictures are NHWC, float32 or (to check gradients) float64:
 * the leaves decide.
 *
 * <p>Why not SameDiff: on the CPU it is two to three times slower, and the gradients of its NHWC
 * upsampling and of its mirrored padding are wrong.
 *
 * <p>A tape serves one forward and one backward pass on one thread. Closing it frees every array
 * that it made, gradients included, and leaves the leaves alone.
 */
public final class Tape implements AutoCloseable {
  private final List<Runnable> backward = new ArrayList<>();
  private final List<Var> made = new ArrayList<>();
  private final List<Var> leaves = new ArrayList<>();
  private final List<INDArray> scratch = new ArrayList<>();

  /** A leaf whose gradient is wanted. Borrowed: the caller keeps the array. */
  public Var parameter(INDArray value) {
    Var leaf = new Var(value, true);
    leaves.add(leaf);
    return leaf;
  }

  /** A leaf without a gradient. Borrowed. */
  public Var constant(INDArray value) {
    return new Var(value, false);
  }

  /** Convolution with stride 1 and zero padding; kernel [kH,kW,in,out], bias [out] or null. */
  public Var convolution(Var x, Var kernel, Var bias) {
    INDArray b = bias == null ? null : bias.value;
    Var out = record(Kernels.convolution(x.value, kernel.value, b), x, kernel, bias);
    return onBackward(
        out,
        () -> {
          INDArray[] g = Kernels.convolutionGradients(x.value, kernel.value, b, out.gradient);
          give(x, g[0]);
          give(kernel, g[1]);
          if (bias != null) {
            give(bias, g[2]);
          }
        });
  }

  /** Convolution whose weights never learn: only x receives a gradient, three times faster. */
  public Var convolution(Var x, Frozen weights) {
    Var out = record(Kernels.convolution(x.value, weights.kernel(), weights.bias()), x);
    return onBackward(
        out, () -> give(x, Kernels.convolution(out.gradient, weights.transposed(), null)));
  }

  /** max(x, 0). */
  public Var relu(Var x) {
    INDArray value = Nd4j.createUninitialized(x.value.dataType(), x.value.shape());
    Nd4j.getExecutioner().exec(new RectifiedLinear(x.value, value, 0.0));
    Var out = record(value, x);
    return onBackward(
        out,
        () -> {
          INDArray dx = Nd4j.createUninitialized(x.value.dataType(), x.value.shape());
          Nd4j.getExecutioner().exec(new Step(out.value, dx, 0.0));
          give(x, dx.muli(out.gradient));
        });
  }

  /** tanh(x). */
  public Var tanh(Var x) {
    Var out = record(Transforms.tanh(x.value, true), x);
    return onBackward(out, () -> give(x, out.value.mul(out.value).rsubi(1).muli(out.gradient)));
  }

  /** a + b of one shape. */
  public Var add(Var a, Var b) {
    Var out = record(a.value.add(b.value), a, b);
    return onBackward(
        out,
        () -> {
          give(a, out.gradient.dup());
          give(b, out.gradient.dup());
        });
  }

  /**
   * Instance normalisation (Ulyanov et al. 2016, equation 4): every channel of every picture to
   * mean 0 and variance 1, then scale and shift, both [N,C]: a style of its own for each picture
   * (Dumoulin et al. 2017).
   */
  public Var instanceNorm(Var x, Var scale, Var shift, double epsilon) {
    return new InstanceNorm(this, x, scale, shift, epsilon).out();
  }

  /** weights [N,S], borrowed, by a table [S,C]: every picture's own mixture of the rows, [N,C]. */
  public Var mix(INDArray weights, Var table) {
    // A view of a row-major vector: the product wants it whole.
    INDArray rows = table.value.dup('c');
    Var out = record(weights.mmul(rows), table);
    rows.close();
    return onBackward(out, () -> give(table, weights.transpose().mmul(out.gradient)));
  }

  /** x · scale + shift. */
  public Var affine(Var x, double scale, double shift) {
    Var out = record(x.value.mul(scale).addi(shift), x);
    return onBackward(out, () -> give(x, out.gradient.mul(scale)));
  }

  /** Every pixel twice in both directions. */
  public Var upsample(Var x) {
    long[] s = x.value.shape();
    // The gradient of a 2×2 average hands a quarter to each of its four: times four is a copy.
    INDArray shape =
        adopt(Nd4j.createUninitialized(x.value.dataType(), s[0], s[1] * 2, s[2] * 2, s[3]));
    Var out = record(Kernels.poolGradient("avgpool2d", shape, x.value).muli(4), x);
    return onBackward(out, () -> give(x, Kernels.pool("avgpool2d", out.gradient).muli(4)));
  }

  /** 2×2 average, stride 2. */
  public Var averagePool(Var x) {
    return pool("avgpool2d", x);
  }

  /** 2×2 maximum, stride 2. */
  public Var maxPool(Var x) {
    return pool("maxpool2d", x);
  }

  private Var pool(String op, Var x) {
    Var out = record(Kernels.pool(op, x.value), x);
    return onBackward(out, () -> give(x, Kernels.poolGradient(op, x.value, out.gradient)));
  }

  /**
   * [N,H,W,b²·C] to [N,b·H,b·W,C], the sub-pixels in the order of ONNX's DepthToSpace (DCR): row,
   * then column, then channel.
   */
  public Var depthToSpace(Var x, int block) {
    Var out = record(unfolded(x.value, block), x);
    return onBackward(out, () -> give(x, folded(out.gradient, block)));
  }

  /** The way back: [N,H,W,C] to [N,H/b,W/b,b²·C]; height and width multiples of b. */
  public Var spaceToDepth(Var x, int block) {
    Var out = record(folded(x.value, block), x);
    return onBackward(out, () -> give(x, unfolded(out.gradient, block)));
  }

  private static INDArray unfolded(INDArray x, int b) {
    long[] s = x.shape();
    long c = s[3] / ((long) b * b);
    INDArray turned = x.reshape(s[0], s[1], s[2], b, b, c).permute(0, 1, 3, 2, 4, 5).dup('c');
    return turned.reshape(s[0], s[1] * b, s[2] * b, c);
  }

  private static INDArray folded(INDArray x, int b) {
    long[] s = x.shape();
    INDArray parts = x.reshape(s[0], s[1] / b, b, s[2] / b, b, s[3]);
    INDArray turned = parts.permute(0, 1, 3, 2, 4, 5).dup('c');
    return turned.reshape(s[0], s[1] / b, s[2] / b, s[3] * b * b);
  }

  /** [N,H,W,C] without the outermost {@code margin} rows and columns on every side. */
  public Var crop(Var x, int margin) {
    Var out = record(inside(x.value, margin).dup('c'), x);
    return onBackward(
        out,
        () -> {
          INDArray dx = Nd4j.zeros(x.value.dataType(), x.value.shape());
          inside(dx, margin).assign(out.gradient);
          give(x, dx);
        });
  }

  private static INDArray inside(INDArray x, int margin) {
    return x.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(margin, x.size(1) - margin),
        NDArrayIndex.interval(margin, x.size(2) - margin),
        NDArrayIndex.all());
  }

  /** The window of [N,H,W,C] with its first row and column at {@code top} and {@code left}. */
  public Var window(Var x, long top, long left, long height, long width) {
    INDArrayIndex[] place = {
      NDArrayIndex.all(),
      NDArrayIndex.interval(top, top + height),
      NDArrayIndex.interval(left, left + width),
      NDArrayIndex.all()
    };
    Var out = record(x.value.get(place).dup('c'), x);
    return onBackward(
        out,
        () -> {
          INDArray dx = Nd4j.zeros(x.value.dataType(), x.value.shape());
          dx.get(place).assign(out.gradient);
          give(x, dx);
        });
  }

  /** Σ a·b with a constant of the same shape, a scalar. Borrowed. */
  public Var inner(Var a, INDArray b) {
    INDArray products = a.value.mul(b);
    Var out = record(Nd4j.scalar(a.value.dataType(), products.sumNumber().doubleValue()), a);
    products.close();
    return onBackward(out, () -> give(a, b.mul(out.gradient.getDouble(0))));
  }

  /** Gram matrices of [N,H,W,C], divided by H·W·C: [N,C,C] (Johnson et al. 2016, equation 3). */
  public Var gram(Var x) {
    long[] s = x.value.shape();
    long pixels = s[1] * s[2];
    double norm = 1.0 / (pixels * s[3]);
    INDArray value = Nd4j.createUninitialized(x.value.dataType(), s[0], s[3], s[3]);
    for (long n = 0; n < s[0]; n++) {
      INDArray f = x.value.slice(n, 0).reshape(pixels, s[3]);
      value.slice(n, 0).assign(f.transpose().mmul(f).muli(norm));
    }
    Var out = record(value, x);
    return onBackward(
        out,
        () -> {
          INDArray dx = Nd4j.createUninitialized(x.value.dataType(), s);
          for (long n = 0; n < s[0]; n++) {
            INDArray f = x.value.slice(n, 0).reshape(pixels, s[3]);
            INDArray g = out.gradient.slice(n, 0);
            INDArray both = g.add(g.transpose()).muli(norm);
            dx.slice(n, 0).assign(f.mmul(both).reshape(s[1], s[2], s[3]));
          }
          give(x, dx);
        });
  }

  /**
   * Σ weight · (a − target)², a scalar. The target is borrowed.
   *
   * @param target of the shape of {@code a}, or with 1 for its first axis: then the same for all
   * @param weights one, or one for each of the first axis
   */
  public Var squaredDistance(Var a, INDArray target, double... weights) {
    return new SquaredDistance(this, a, target, weights).out();
  }

  /** weight · Σ of squared differences of neighbours, across and down, of [N,H,W,C]: a scalar. */
  public Var totalVariation(Var x, double weight) {
    return new TotalVariation(this, x, weight).out();
  }

  /** Sum of scalars. */
  public Var sum(List<Var> scalars) {
    double total = scalars.stream().mapToDouble(Var::scalar).sum();
    Var out =
        record(Nd4j.scalar(scalars.get(0).value.dataType(), total), scalars.toArray(Var[]::new));
    return onBackward(out, () -> scalars.forEach(s -> give(s, out.gradient.dup())));
  }

  /** Fills the gradients of everything that the scalar {@code loss} depends on. */
  public void backward(Var loss) {
    loss.gradient = Nd4j.scalar(loss.value.dataType(), 1.0);
    for (int i = backward.size() - 1; i >= 0; i--) {
      backward.get(i).run();
    }
  }

  @Override
  public void close() {
    for (Var var : made) {
      free(var.value);
      free(var.gradient);
    }
    leaves.forEach(leaf -> free(leaf.gradient));
    scratch.forEach(Tape::free);
  }

  /** Takes an array that must live as long as the tape, and hands it back. */
  public INDArray adopt(INDArray array) {
    scratch.add(array);
    return array;
  }

  Var record(INDArray value, Var... inputs) {
    boolean wanted = false;
    for (Var input : inputs) {
      wanted |= input != null && input.wantsGradient;
    }
    Var out = new Var(value, wanted);
    made.add(out);
    return out;
  }

  Var onBackward(Var out, Runnable step) {
    if (out.wantsGradient) {
      backward.add(
          () -> {
            if (out.gradient != null) {
              step.run();
            }
          });
    }
    return out;
  }

  /** Takes the array: adds it to the gradient of {@code x}, or frees it where none is wanted. */
  void give(Var x, INDArray gradient) {
    if (!x.wantsGradient) {
      free(gradient);
    } else if (x.gradient == null) {
      x.gradient = gradient;
    } else {
      x.gradient.addi(gradient);
      free(gradient);
    }
  }

  private static void free(INDArray array) {
    if (array != null && array.closeable() && !array.wasClosed()) {
      array.close();
    }
  }
}
