package dev.allaprima.training.network;

import dev.allaprima.training.tape.Padding;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Reads a forward pass onto a tape, in the weights' data type. */
final class TapeOps implements Ops<Var> {
  /** Share of the newest batch in the remembered statistics of a batch normalisation. */
  private static final double NEWS = 0.1;

  private final Tape tape;
  private final Leaves leaves;
  private final INDArray rgb;
  private final INDArray style;
  private final Window window;
  private final DataType type;

  /** Pixels at each side by which a window's context is wider than the network's own margin. */
  private int surplus;

  /** The same in places of what the network reads. */
  private int surplusPlaces;

  TapeOps(Tape tape, Leaves leaves, INDArray rgb, INDArray style, Window window) {
    int styles = leaves.weights().styles();
    if (style.rank() != 2 || style.size(0) != rgb.size(0) || style.size(1) != styles) {
      throw new IllegalArgumentException(
          "a style input of ["
              + rgb.size(0)
              + ","
              + styles
              + "] is needed, not "
              + style.shapeInfoToString());
    }
    this.tape = tape;
    this.leaves = leaves;
    this.type = leaves.weights().vector().dataType();
    this.rgb = inType(rgb);
    this.style = inType(style);
    this.window = window;
  }

  private INDArray inType(INDArray array) {
    return array.dataType() == type ? array : tape.adopt(array.castTo(type));
  }

  @Override
  public Var rgb(int margin, Edge edge) {
    return continued(tape.constant(rgb), margin, margin, edge);
  }

  @Override
  public Var planes(int fold, int margin) {
    Var folded = tape.spaceToDepth(tape.constant(rgb), fold);
    Var planes = tape.convolution(folded, Colours.fold(fold, type));
    return continued(planes, margin / fold, margin, Edge.REPEATED);
  }

  private Var continued(Var x, int places, int pixels, Edge edge) {
    if (window.context() > 0) {
      surplus = window.context() - pixels;
      surplusPlaces = places == 0 ? 0 : Math.floorDiv(surplus * places, pixels);
      return x;
    }
    if (places == 0) {
      return x;
    }
    return tape.constant(tape.adopt(Continued.by(places, edge, x.value())));
  }

  @Override
  public Var grain(Var x) {
    long[] s = x.value().shape();
    int top = window.top() - surplusPlaces;
    int left = window.left() - surplusPlaces;
    INDArray grain = inType(tape.adopt(Grain.at(s[0], s[1], s[2], top, left)));
    return tape.constant(tape.adopt(Nd4j.concat(3, x.value(), grain)));
  }

  @Override
  public Var convolution(Var x, String name, int stride, Padding padding) {
    Var bias = leaves.weights().has(name + ".bias") ? leaves.get(name + ".bias") : null;
    return tape.convolution(x, leaves.get(name + ".kernel"), bias, stride, padding);
  }

  @Override
  public Var fractional(Var x, String name) {
    return tape.fractional(x, leaves.get(name + ".kernel"));
  }

  @Override
  public Var batchNorm(Var x, String name) {
    Var scale = mixed(name + ".scale");
    Var shift = mixed(name + ".shift");
    INDArray mean = leaves.weights().get(name + ".mean");
    INDArray variance = leaves.weights().get(name + ".variance");
    if (leaves.training()) {
      return tape.batchNorm(
          x,
          scale,
          shift,
          Weights.EPSILON,
          (ofBatch, varianceOfBatch) -> {
            remember(mean, ofBatch);
            remember(variance, varianceOfBatch);
          });
    }
    INDArray factor = Transforms.pow(variance.add(Weights.EPSILON), -0.5, false);
    Var centred = everywhere(mean.mul(factor).negi());
    return tape.scaleShift(tape.scaleShift(x, everywhere(factor), centred), scale, shift);
  }

  private static void remember(INDArray average, INDArray rows) {
    average.muli(1 - NEWS).addi(rows.getRow(0).mul(NEWS));
  }

  /** A row for every picture. */
  private Var everywhere(INDArray row) {
    return tape.constant(tape.adopt(Nd4j.repeat(row.reshape(1, row.length()), (int) rgb.size(0))));
  }

  @Override
  public Var instanceNorm(Var x, String name) {
    return tape.instanceNorm(x, mixed(name + ".scale"), mixed(name + ".shift"), Weights.EPSILON);
  }

  @Override
  public Var scaleShift(Var x, String name) {
    return tape.scaleShift(x, mixed(name + ".scale"), mixed(name + ".shift"));
  }

  private Var mixed(String name) {
    return tape.mix(style, leaves.get(name));
  }

  @Override
  public Var relu(Var x) {
    return tape.relu(x);
  }

  @Override
  public Var tanh(Var x) {
    return tape.tanh(x);
  }

  @Override
  public Var affine(Var x, float scale, float shift) {
    return tape.affine(x, scale, shift);
  }

  @Override
  public Var add(Var a, Var b) {
    return tape.add(a, b);
  }

  @Override
  public Var upsample(Var x) {
    return tape.upsample(x);
  }

  @Override
  public Var crop(Var x, int places) {
    return tape.crop(x, places);
  }

  @Override
  public Var inside(Var x, int spare, int pixels) {
    int cut = spare + surplus / pixels;
    if (surplus % pixels != 0 || cut < 0) {
      throw new IllegalArgumentException(
          "a context of " + window.context() + " pixels does not fit places of " + pixels);
    }
    return cut == 0 ? x : tape.crop(x, cut);
  }

  @Override
  public Var paintedRgb(Var x) {
    return x;
  }

  @Override
  public Var paintedPlanes(Var x, int fold) {
    return tape.depthToSpace(tape.convolution(x, Colours.unfold(fold, type)), fold);
  }
}
