package dev.allaprima.training.export;

import dev.allaprima.training.export.Quantiser.Eight;
import java.util.function.UnaryOperator;
import onnx.Onnx.NodeProto;

/**
 * Writes a convolution with its {@link Chain} as {@code QLinearConv}. Where the style decides its
 * bias, weights are shifted to unsigned bytes: with signed ones, which are a quarter faster, ONNX
 * Runtime 1.24 leaves out a bias that is no constant.
 */
final class QuantisedConvolution {
  private static final int HIGHEST = 127;

  /** Smaller scales of a style are held here: the bias is divided by them. */
  private static final float LEAST_SCALE = 1e-4f;

  /** Biases are 32-bit integers; float32 holds this one exactly. */
  private static final float LARGEST_BIAS = 1 << 30;

  private final OnnxGraph graph;
  private final Calibration calibration;
  private final NodeWriter out;

  QuantisedConvolution(OnnxGraph graph, Calibration calibration, NodeWriter out) {
    this.graph = graph;
    this.calibration = calibration;
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param value what the chain makes
   * @param x the convolution's input
   * @param enlarged whether the convolution is of what x becomes when it is enlarged
   * @param whole where a value of the style is to be had
   */
  Eight write(Chain chain, String value, Eight x, boolean enlarged, UnaryOperator<String> whole) {
    NodeProto node = chain.convolution();
    String kernelName = node.getInput(1);
    long[] shape = OnnxGraph.shape(graph.constant(kernelName));
    float[] kernel = graph.floats(kernelName).clone();
    int channels = (int) shape[0];
    float[] bias = node.getInputCount() > 2 ? graph.floats(node.getInput(2)) : new float[channels];
    bias = bias.clone();
    boolean ofStyle = isOfStyle(chain.scale()) || isOfStyle(chain.shift());
    if (!ofStyle) {
      multiply(kernel, bias, constant(chain.scale(), channels, 1));
      add(bias, constant(chain.shift(), channels, 0));
    }
    Levels levels = graph.levelsAsBytes(value);
    if (levels == null) {
      levels = graph.isNormalised(value) ? evened(value, kernel, bias) : calibration.levels(value);
    }
    boolean folded = enlarged || x.folded();
    if (folded) {
      kernel = enlarged ? Enlarging.ofSmall(kernel) : Enlarging.ofFolded(kernel, (int) shape[1]);
      bias = Enlarging.each(bias);
      shape[0] = bias.length;
      shape[1] *= enlarged ? 1 : Enlarging.SUB_PIXELS;
    }
    float[] scales = new float[bias.length];
    byte[] bytes = quantised(kernel, scales, bias, x.levels().scale());
    String weightScale = out.floats(scales, scales.length);
    String biases;
    if (ofStyle) {
      UnaryOperator<String> each = name -> flat(whole.apply(name), folded);
      String[] both = styled(chain, weightScale, bias, x.levels().scale(), each);
      weightScale = both[0];
      biases = both[1];
    } else {
      biases = out.integers(integers(bias, scales, x.levels().scale()));
    }
    String name =
        out.likeAs(
            node,
            "QLinearConv",
            x.name(),
            out.scale(x.levels()),
            out.zero(x.levels()),
            ofStyle ? out.unsigned(bytes, shape) : out.signed(bytes, shape),
            weightScale,
            ofStyle ? out.middle() : out.signedZero(),
            out.scale(levels),
            out.zero(levels),
            biases);
    return new Eight(name, levels, folded);
  }

  /** A number a channel; folded, for each of its sub-pixels. */
  private String flat(String value, boolean folded) {
    String flat = out.node("Reshape", value, out.integers64(-1));
    return folded ? out.node("Tile", flat, out.integers64(Enlarging.SUB_PIXELS)) : flat;
  }

  private boolean isOfStyle(String value) {
    return value != null && !graph.isConstant(value);
  }

  private float[] constant(String value, int channels, float otherwise) {
    float[] all = new float[channels];
    float[] found = value == null ? new float[] {otherwise} : graph.floats(value);
    for (int c = 0; c < channels; c++) {
      all[c] = found[found.length == 1 ? 0 : c];
    }
    return all;
  }

  /**
   * An instance normalisation undoes whatever each channel was multiplied by. So all are brought to
   * one magnitude: on common levels the faint ones would be coarse, and their coarseness enlarged.
   */
  private Levels evened(String value, float[] kernel, float[] bias) {
    float[] factors = calibration.magnitudes(value);
    for (int c = 0; c < factors.length; c++) {
      factors[c] = 1 / Math.max(factors[c], 1e-6f);
    }
    multiply(kernel, bias, factors);
    return calibration.evenedLevels(value, factors);
  }

  private static void multiply(float[] kernel, float[] bias, float[] factors) {
    int taps = kernel.length / factors.length;
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] *= factors[i / taps];
    }
    for (int c = 0; c < factors.length; c++) {
      bias[c] *= factors[c];
    }
  }

  private static void add(float[] to, float[] more) {
    for (int c = 0; c < to.length; c++) {
      to[c] += more[c];
    }
  }

  /** Fills {@code scales}; a silent channel's is as large as its bias needs. */
  private static byte[] quantised(float[] kernel, float[] scales, float[] bias, float inputScale) {
    byte[] bytes = new byte[kernel.length];
    int taps = kernel.length / scales.length;
    for (int c = 0; c < scales.length; c++) {
      float largest = Math.abs(bias[c]) / (LARGEST_BIAS * inputScale) * HIGHEST;
      for (int i = 0; i < taps; i++) {
        largest = Math.max(largest, Math.abs(kernel[c * taps + i]));
      }
      scales[c] = Math.max(largest, 1e-12f) / HIGHEST;
      for (int i = 0; i < taps; i++) {
        bytes[c * taps + i] = (byte) Math.round(kernel[c * taps + i] / scales[c]);
      }
    }
    return bytes;
  }

  private static int[] integers(float[] bias, float[] scales, float inputScale) {
    int[] integers = new int[bias.length];
    for (int c = 0; c < bias.length; c++) {
      integers[c] = (int) Math.rint((double) bias[c] / ((double) scales[c] * inputScale));
    }
    return integers;
  }

  /** The weight scales times the style's scale, and the biases that fit them. */
  private String[] styled(
      Chain chain, String scales, float[] bias, float inputScale, UnaryOperator<String> each) {
    String b = out.floats(bias, bias.length);
    String total = scales;
    if (chain.scale() != null) {
      String scale = each.apply(chain.scale());
      String least = out.floats(new float[] {LEAST_SCALE});
      String faint = out.node("Less", out.node("Abs", scale), least);
      scale = out.node("Where", faint, least, scale);
      total = out.node("Mul", scales, scale);
      b = out.node("Mul", b, scale);
    }
    if (chain.shift() != null) {
      b = out.node("Add", b, each.apply(chain.shift()));
    }
    String step = out.node("Mul", total, out.floats(new float[] {inputScale}));
    String levels = out.node("Round", out.node("Div", b, step));
    String least = out.floats(new float[] {-LARGEST_BIAS});
    String most = out.floats(new float[] {LARGEST_BIAS});
    return new String[] {total, out.toIntegers(out.node("Clip", levels, least, most))};
  }
}
