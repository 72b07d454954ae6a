package dev.allaprima.training.network;

import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads a forward pass onto a tape, in the weights' data type. */
final class TapeOps implements Ops<Var> {
  private final Tape tape;
  private final Leaves leaves;
  private final INDArray rgb;
  private final INDArray style;
  private final Window window;
  private final DataType type;

  /** Pixels that a continued picture has more at each side than a windowed one. */
  private int missing;

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
      missing = window.context() - pixels;
      return x;
    }
    return tape.constant(tape.adopt(Continued.by(places, edge, x.value())));
  }

  @Override
  public Var grain(Var x) {
    long[] s = x.value().shape();
    INDArray grain = inType(tape.adopt(Grain.at(s[0], s[1], s[2], window.top(), window.left())));
    return tape.constant(tape.adopt(Nd4j.concat(3, x.value(), grain)));
  }

  @Override
  public Var convolution(Var x, String name, int stride, Padding padding) {
    Var bias = leaves.weights().has(name + ".bias") ? leaves.get(name + ".bias") : null;
    return tape.convolution(x, leaves.get(name + ".kernel"), bias);
  }

  @Override
  public Var instanceNorm(Var x, String name) {
    return tape.instanceNorm(x, mixed(name + ".scale"), mixed(name + ".shift"), Weights.EPSILON);
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
  public Var affine(Var x, float[] scale, float[] shift) {
    if (scale.length == 1) {
      return tape.affine(x, scale[0], shift[0]);
    }
    int channels = scale.length;
    INDArray diagonal = Nd4j.diag(Nd4j.createFromArray(scale)).reshape(1, 1, channels, channels);
    INDArray bias = Nd4j.createFromArray(shift);
    return tape.convolution(x, Frozen.of(diagonal.castTo(type), bias.castTo(type)));
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
    return tape.crop(x, spare + missing / pixels);
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
