package dev.allaprima.training.tape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reverse-mode differentiation over ND4J arrays: every operation computes its value at once and
 * records how its gradient flows back. Pictures are NHWC, float32 or (to check gradients) float64:
 * the leaves decide.
 *
 * <p>Why not SameDiff: on the CPU it is two to three times slower, and the gradients of its NHWC
 * upsampling and of its mirrored padding are wrong.
 *
 * <p>A tape serves one forward and one backward pass on one thread. Its arrays come from a {@link
 * Pool}; closing it gives them back, gradients included, and leaves the leaves alone.
 */
public final class Tape implements AutoCloseable {
  private final List<Runnable> backward = new ArrayList<>();
  private final List<Var> made = new ArrayList<>();
  private final List<Var> leaves = new ArrayList<>();
  private final List<INDArray> held = new ArrayList<>();
  private final List<INDArray> adopted = new ArrayList<>();
  private final Pool pool;
  private final boolean ownPool;

  /** A tape by itself. */
  public Tape() {
    this.pool = new Pool();
    this.ownPool = true;
  }

  /** One of many tapes of a training, each after the other; the pool is borrowed. */
  public Tape(Pool pool) {
    this.pool = pool;
    this.ownPool = false;
  }

  /** Another tape of the same pool, to compute something beside this one. */
  public Tape aside() {
    return new Tape(pool);
  }

  /** A leaf whose gradient is wanted. Borrowed: the caller keeps the array. */
  public Var parameter(INDArray value) {
    Var leaf = new Var(value, true, false);
    leaves.add(leaf);
    return leaf;
  }

  /** A leaf without a gradient. Borrowed. */
  public Var constant(INDArray value) {
    return new Var(value, false, false);
  }

  /** Convolution with stride 1 and zero padding; kernel [kH,kW,in,out], bias [out] or null. */
  public Var convolution(Var x, Var kernel, Var bias) {
    return convolution(x, kernel, bias, 1, Padding.ZERO);
  }

  /** Convolution with an odd square kernel [k,k,in,out] and a bias [out] or null. */
  public Var convolution(Var x, Var kernel, Var bias, int stride, Padding padding) {
    if (padding == Padding.REPEATED) {
      Var wider = repeatBorder(x, kernel.value().size(0) / 2);
      return convolution(wider, kernel, bias, stride, Padding.NONE);
    }
    return Convolutions.learning(this, x, kernel, bias, stride, padding);
  }

  /** Convolution whose weights never learn, stride 1 and zero padding. */
  public Var convolution(Var x, Frozen weights) {
    return Convolutions.frozen(this, x, weights);
  }

  /**
   * Fractionally strided convolution, stride ½: what takes a gradient back through a convolution of
   * stride 2. Kernel [3,3,in,out]; from [N,H,W,in] to [N,2H,2W,out].
   */
  public Var fractional(Var x, Var kernel) {
    return Convolutions.fractional(this, x, kernel);
  }

  /** max(x, 0). May overwrite x, which then nobody can read any more. */
  public Var relu(Var x) {
    return Pointwise.relu(this, x);
  }

  /** tanh(x). */
  public Var tanh(Var x) {
    return Pointwise.tanh(this, x);
  }

  /** a + b of one shape. May overwrite b, which then nobody can read any more. */
  public Var add(Var a, Var b) {
    return Pointwise.add(this, a, b);
  }

  /** x · scale + shift. */
  public Var affine(Var x, double scale, double shift) {
    return Pointwise.affine(this, x, scale, shift);
  }

  /** x · scale + shift with numbers [N,C] for each picture and channel of [N,H,W,C]. */
  public Var scaleShift(Var x, Var scale, Var shift) {
    return Normalisations.scaleShift(this, x, scale, shift);
  }

  /**
   * Instance normalisation (Ulyanov et al. 2016, equation 4): every channel of every picture to
   * mean 0 and variance 1, then scale and shift, both [N,C]: a style of its own for each picture
   * (Dumoulin et al. 2017).
   */
  public Var instanceNorm(Var x, Var scale, Var shift, double epsilon) {
    return Normalisations.of(this, x, scale, shift, epsilon, false, (mean, variance) -> {});
  }

  /**
   * Batch normalisation by the batch's own statistics (Ioffe, Szegedy 2015, algorithm 1): every
   * channel of all pictures together; otherwise as {@link #instanceNorm}.
   *
   * @param statistics told the means and the variances, [N,C], borrowed for the call; all rows are
   *     alike
   */
  public Var batchNorm(
      Var x, Var scale, Var shift, double epsilon, BiConsumer<INDArray, INDArray> statistics) {
    return Normalisations.of(this, x, scale, shift, epsilon, true, statistics);
  }

  /** weights [N,S], borrowed, by a table [S,C]: every picture's own mixture of the rows, [N,C]. */
  public Var mix(INDArray weights, Var table) {
    return Normalisations.mix(this, weights, table);
  }

  /** Every pixel twice in both directions. */
  public Var upsample(Var x) {
    return Shapes.upsample(this, x);
  }

  /** 2×2 average, stride 2; an odd last row or column is left out. */
  public Var averagePool(Var x) {
    return Shapes.averagePool(this, x);
  }

  /** 2×2 maximum, stride 2; likewise. */
  public Var maxPool(Var x) {
    return Shapes.maxPool(this, x);
  }

  /**
   * [N,H,W,b²·C] to [N,b·H,b·W,C], the sub-pixels in the order of ONNX's DepthToSpace (DCR): row,
   * then column, then channel.
   */
  public Var depthToSpace(Var x, int block) {
    return Shapes.depthToSpace(this, x, block);
  }

  /** The way back: [N,H,W,C] to [N,H/b,W/b,b²·C]; height and width multiples of b. */
  public Var spaceToDepth(Var x, int block) {
    return Shapes.spaceToDepth(this, x, block);
  }

  /** [N,H,W,C] without the outermost {@code margin} rows and columns on every side. */
  public Var crop(Var x, int margin) {
    long[] s = x.value().shape();
    return window(x, margin, margin, s[1] - 2L * margin, s[2] - 2L * margin);
  }

  /** The window of [N,H,W,C] with its first row and column at {@code top} and {@code left}. */
  public Var window(Var x, long top, long left, long height, long width) {
    return Shapes.window(this, x, top, left, height, width);
  }

  /** Channel after channel. */
  public Var concat(List<Var> parts) {
    return Shapes.concat(this, parts);
  }

  /** Gram matrices of [N,H,W,C], divided by H·W·C: [N,C,C] (Johnson et al. 2016, equation 3). */
  public Var gram(Var x) {
    return Shapes.gram(this, x);
  }

  /** [N,H,W,C] with its outermost rows and columns repeated so many times at each side. */
  public Var repeatBorder(Var x, long places) {
    return Shapes.repeatBorder(this, x, places);
  }

  /** The mean over the first axis, which stays with a length of 1. */
  public Var mean(Var x) {
    return Shapes.mean(this, x);
  }

  /** Σ a·b with a constant of the same shape, a scalar. Borrowed. */
  public Var inner(Var a, INDArray b) {
    return Scalars.inner(this, a, b);
  }

  /**
   * Σ weight · (a − target)², a scalar. The target is borrowed.
   *
   * @param target of the shape of {@code a}, or with 1 for its first axis: then the same for all
   * @param weights one, or one for each of the first axis
   */
  public Var squaredDistance(Var a, INDArray target, double... weights) {
    return Scalars.squaredDistance(this, a, target, weights);
  }

  /** weight · Σ(a − b)², a scalar that both learn from. */
  public Var squaredDistance(Var a, Var b, double weight) {
    return Scalars.squaredDistance(this, a, b, weight);
  }

  /** weight · Σ of squared differences of neighbours, across and down, of [N,H,W,C]: a scalar. */
  public Var totalVariation(Var x, double weight) {
    return Scalars.totalVariation(this, x, weight);
  }

  /** Sum of scalars. */
  public Var sum(List<Var> scalars) {
    return Scalars.sum(this, scalars);
  }

  /** Fills the gradients of the leaves that the scalar {@code loss} depends on. */
  public void backward(Var loss) {
    loss.gradient = like(loss.value()).assign(1);
    for (int i = backward.size() - 1; i >= 0; i--) {
      backward.get(i).run();
    }
  }

  @Override
  public void close() {
    made.stream().filter(var -> !var.surrendered()).forEach(var -> free(var.value()));
    leaves.stream().filter(leaf -> leaf.gradient != null).forEach(leaf -> free(leaf.gradient));
    held.forEach(this::free);
    adopted.stream().filter(a -> a.closeable() && !a.wasClosed()).forEach(INDArray::close);
    if (ownPool) {
      pool.close();
    }
  }

  /** Gives a value's memory back early, unless it is a leaf's or a backward step will read it. */
  public void drop(Var x) {
    INDArray own = x.surrender();
    if (own != null) {
      free(own);
    }
  }

  /** Takes an array that must live as long as the tape, and hands it back. */
  public INDArray adopt(INDArray array) {
    adopted.add(array);
    return array;
  }

  /** An array of the pool: recorded, held, given as a gradient or freed. */
  INDArray take(DataType type, long... shape) {
    return pool.take(type, shape);
  }

  INDArray like(INDArray array) {
    return pool.take(array.dataType(), array.shape());
  }

  void free(INDArray array) {
    pool.give(array);
  }

  /** Keeps an array of the pool until the tape is closed. */
  INDArray hold(INDArray array) {
    held.add(array);
    return array;
  }

  /** An array for a value of x's shape: x's own, if nobody needs that any more. */
  INDArray over(Var x) {
    INDArray shape = x.value();
    INDArray own = x.surrender();
    return own != null ? own : like(shape);
  }

  Var record(INDArray value, Var... inputs) {
    boolean wanted = false;
    for (Var input : inputs) {
      wanted |= input != null && input.wantsGradient;
    }
    Var out = new Var(value, wanted, true);
    made.add(out);
    return out;
  }

  /** {@code step} takes the gradient of {@code out} and gives or frees it. */
  Var onBackward(Var out, Consumer<INDArray> step) {
    if (out.wantsGradient) {
      backward.add(
          () -> {
            INDArray gradient = out.gradient;
            out.gradient = null;
            if (gradient != null) {
              step.accept(gradient);
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
}
