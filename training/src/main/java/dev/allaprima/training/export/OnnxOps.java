package dev.allaprima.training.export;

import dev.allaprima.training.network.Colours;
import dev.allaprima.training.network.Grain;
import dev.allaprima.training.network.Ops;
import dev.allaprima.training.network.Weights;
import dev.allaprima.training.tape.Padding;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a forward pass into an ONNX graph under the frame contract of {@link dev.allaprima.models}:
 * planes of bytes in, planes of bytes out, every number between them in the graph.
 */
final class OnnxOps implements Ops<String> {
  private final Graph g;
  private final Weights weights;
  private final String style;

  OnnxOps(Graph graph, Weights weights) {
    this.g = graph;
    this.weights = weights;
    this.style = weights.styles() > 1 ? g.styleInput("style", weights.styles()) : null;
  }

  @Override
  public String rgb(int margin, Edge edge) {
    String u = g.upsample(plane("u", "half_height", "half_width"));
    String v = g.upsample(plane("v", "half_height", "half_width"));
    String yuv = g.concat(plane("y", "height", "width"), u, v);
    return g.continued(matrix(yuv, Colours.toRgb(), Colours.toRgbShift()), margin, edge);
  }

  @Override
  public String planes(int fold, int margin) {
    String folded =
        g.concat(
            g.fold(plane("y", "height", "width"), fold),
            g.fold(plane("u", "half_height", "half_width"), fold / 2),
            g.fold(plane("v", "half_height", "half_width"), fold / 2));
    return g.continued(folded, margin / fold, Edge.REPEATED);
  }

  private String plane(String name, String height, String width) {
    return g.toFloat(g.input(name, height, width));
  }

  /** A matrix [3,3] row by row at every pixel. */
  private String matrix(String x, float[] rows, float[] shift) {
    String kernel = g.constant(new long[] {3, 3, 1, 1}, rows);
    return g.convolution(x, kernel, g.constant(new long[] {3}, shift), 1, 1, 0);
  }

  @Override
  public String grain(String x) {
    long[] shape = {1, Grain.CHANNELS, Grain.SIDE, Grain.SIDE};
    return g.concat(x, g.tiled(g.constant(shape, Grain.tile()), Grain.SIDE, x));
  }

  @Override
  public String convolution(String x, String name, int stride, Padding padding) {
    int side = (int) weights.get(name + ".kernel").size(0);
    String bias = weights.has(name + ".bias") ? vector(name + ".bias") : null;
    String seen = padding == Padding.REPEATED ? g.continued(x, side / 2, Edge.REPEATED) : x;
    int zeros = padding == Padding.ZERO ? side / 2 : 0;
    return g.convolution(seen, kernel(name + ".kernel"), bias, side, stride, zeros);
  }

  @Override
  public String fractional(String x, String name) {
    return g.fractional(x, kernel(name + ".kernel"));
  }

  @Override
  public String batchNorm(String x, String name) {
    String mean = vector(name + ".mean");
    String variance = vector(name + ".variance");
    if (style == null) {
      return g.batchNorm(
          x, vector(name + ".scale"), vector(name + ".shift"), mean, variance, Weights.EPSILON);
    }
    long[] channels = {weights.get(name + ".mean").length()};
    float[] ones = new float[(int) channels[0]];
    Arrays.fill(ones, 1);
    String one = g.constant(channels, ones);
    String zero = g.constant(channels, new float[ones.length]);
    String normal = g.batchNorm(x, one, zero, mean, variance, Weights.EPSILON);
    return g.scaleShiftEach(normal, mixed(name + ".scale"), mixed(name + ".shift"));
  }

  @Override
  public String instanceNorm(String x, String name) {
    String scale = name + ".scale";
    String shift = name + ".shift";
    if (style == null) {
      return g.instanceNorm(x, vector(scale), vector(shift), Weights.EPSILON);
    }
    return g.instanceNormEach(x, mixed(scale), mixed(shift), Weights.EPSILON);
  }

  @Override
  public String scaleShift(String x, String name) {
    if (style == null) {
      return g.apply("Add", g.apply("Mul", x, row(name + ".scale")), row(name + ".shift"));
    }
    return g.scaleShiftEach(x, mixed(name + ".scale"), mixed(name + ".shift"));
  }

  private String mixed(String name) {
    INDArray table = weights.get(name);
    return g.apply("MatMul", style, g.weights(name, table.shape(), values(table)));
  }

  @Override
  public String relu(String x) {
    return g.apply("Relu", x);
  }

  @Override
  public String tanh(String x) {
    return g.apply("Tanh", x);
  }

  @Override
  public String affine(String x, float scale, float shift) {
    long[] shape = {1};
    return g.apply("Add", g.apply("Mul", x, g.constant(shape, scale)), g.constant(shape, shift));
  }

  @Override
  public String add(String a, String b) {
    return g.apply("Add", a, b);
  }

  @Override
  public String upsample(String x) {
    return g.upsample(x);
  }

  @Override
  public String crop(String x, int places) {
    return g.crop(x, places);
  }

  @Override
  public String inside(String x, int spare, int pixels) {
    return spare == 0 ? x : g.crop(x, spare);
  }

  @Override
  public String paintedRgb(String x) {
    String yuv = matrix(x, Colours.fromRgb(), Colours.fromRgbShift());
    g.output(g.toByte(g.channels(yuv, 0, 1)), "painted_y", "height", "width");
    String chroma = g.averagePool(g.channels(yuv, 1, 3));
    g.output(g.toByte(g.channels(chroma, 0, 1)), "painted_u", "half_height", "half_width");
    g.output(g.toByte(g.channels(chroma, 1, 2)), "painted_v", "half_height", "half_width");
    return x;
  }

  @Override
  public String paintedPlanes(String x, int fold) {
    String bytes = g.toByte(x);
    int luma = fold * fold;
    int chroma = luma / 4;
    g.output(g.unfold(g.channels(bytes, 0, luma), fold), "painted_y", "height", "width");
    String u = g.channels(bytes, luma, luma + chroma);
    String v = g.channels(bytes, luma + chroma, luma + 2 * chroma);
    g.output(g.unfold(u, fold / 2), "painted_u", "half_height", "half_width");
    g.output(g.unfold(v, fold / 2), "painted_v", "half_height", "half_width");
    return x;
  }

  /** From [kH,kW,in,out] to ONNX's [out,in,kH,kW]. */
  private String kernel(String name) {
    INDArray turned = weights.get(name).permute(3, 2, 0, 1).dup('c');
    return g.weights(name, turned.shape(), values(turned));
  }

  /** A table of one row, or a bias. */
  private String vector(String name) {
    INDArray values = weights.get(name);
    return g.weights(name, new long[] {values.length()}, values(values));
  }

  /** A table of one row as [1,C,1,1], which ONNX Runtime folds into a convolution before it. */
  private String row(String name) {
    INDArray values = weights.get(name);
    return g.weights(name, new long[] {1, values.length(), 1, 1}, values(values));
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
