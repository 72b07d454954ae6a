package dev.allaprima.training.export;

import dev.allaprima.training.data.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * Rewrites a float32 model to 8-bit integers, statically quantised (Jacob et al. 2018): activations
 * unsigned, a scale a tensor, calibrated on photos; weights signed, a scale an output channel.
 *
 * <p>Operators are written as ONNX Runtime runs them ({@code QLinearConv}, {@code QLinearAdd}), so
 * that nothing hangs on what its optimiser recognises. A convolution takes with it the scale and
 * shift and the ReLU that follow. Where these come from the style input, they are computed into the
 * convolution's weight scales and biases, which are inputs of the operator: mixing styles costs
 * nothing a pixel. Pixels go in as they are, and where a convolution's values are rounded to bytes
 * in the end, its output is the painting. What has no integer form (an instance normalisation)
 * stays float32 between two conversions.
 *
 * <p>Values are made on demand, from the outputs back to the inputs.
 */
public final class Quantiser {
  private static final Set<String> MOVES =
      Set.of("Pad", "Slice", "DepthToSpace", "SpaceToDepth", "Resize", "Identity");

  private final OnnxGraph graph;
  private final Calibration calibration;
  private final NodeWriter out = new NodeWriter();
  private final Map<String, Eight> eights = new HashMap<>();
  private final Map<String, String> wholes = new HashMap<>();
  private final QuantisedConvolution convolutions;

  /**
   * A value on 8 bits.
   *
   * @param folded whether it is of half the size, the four sub-pixels of each place in its channels
   */
  record Eight(String name, Levels levels, boolean folded) {
    Eight(String name, Levels levels) {
      this(name, levels, false);
    }
  }

  private Quantiser(OnnxGraph graph, Calibration calibration) {
    this.graph = graph;
    this.calibration = calibration;
    this.convolutions = new QuantisedConvolution(graph, calibration, out);
  }

  /**
   * The model on 8 bits. Its input {@code style}, if it has one, is [1,S]: one mixture for all
   * pictures of a call.
   *
   * @param model float32, as {@link OnnxExport} writes it
   * @param styles how many it has
   * @param photos what it will see, for the calibration: a dozen or more; sides multiples of the
   *     network's sizeMultiple
   */
  public static byte[] int8(byte[] model, int styles, List<Picture> photos) {
    OnnxGraph graph = new OnnxGraph(model);
    return new Quantiser(graph, Calibration.of(graph, styles, photos)).rewrite();
  }

  private byte[] rewrite() {
    graph
        .model()
        .getGraph()
        .getOutputList()
        .forEach(output -> out.rename(whole(output.getName()), output.getName()));
    ModelProto.Builder model = graph.model().toBuilder();
    model.setGraph(out.into(model.getGraph(), graph.inputs()));
    model.addOpsetImport(NodeWriter.MICROSOFT);
    return model.build().toByteArray();
  }

  /** The value in its own type; the name under which it is to be had. */
  private String whole(String value) {
    String known = wholes.get(value);
    if (known == null) {
      known = makeWhole(value);
      wholes.put(value, known);
    }
    return known;
  }

  private String makeWhole(String value) {
    NodeProto node = graph.maker(value);
    if (graph.isConstant(value)) {
      out.constant(graph.constant(value));
      return value;
    } else if (node == null) {
      return value;
    } else if (isEight(value)) {
      Eight x = eight(value);
      return out.node("DequantizeLinear", x.name(), out.scale(x.levels()), out.zero(x.levels()));
    } else if (node.getOpType().equals("Shape") && isEight(node.getInput(0))) {
      return out.like(node, eight(node.getInput(0)).name());
    }
    String painting = graph.bytesOf(node);
    if (painting != null && isEight(painting)) {
      Eight x = eight(painting);
      if (x.levels().equals(OnnxGraph.BYTES)) {
        return x.name();
      }
    }
    return out.like(node, node.getInputList().stream().map(this::whole).toArray(String[]::new));
  }

  /** The value on 8 bits, at its own size. */
  private Eight eight(String value) {
    Eight known = eightOrFolded(value);
    if (known.folded()) {
      known = new Eight(out.depthToSpace(known.name(), 2), known.levels());
      eights.put(value, known);
    }
    return known;
  }

  /** The value on 8 bits, as it is made. */
  private Eight eightOrFolded(String value) {
    Eight known = eights.get(value);
    if (known == null) {
      known = makeEight(value);
      eights.put(value, known);
    }
    return known;
  }

  private Eight makeEight(String value) {
    NodeProto node = graph.maker(value);
    if (!isEight(value) && !MOVES.contains(node.getOpType())) {
      return quantised(value, calibration.levels(value));
    }
    Chain chain = Chain.endingAt(value, graph);
    if (chain != null) {
      return convolved(chain, value);
    }
    NodeProto sum = sum(node);
    if (sum != null) {
      Eight a = eight(sum.getInput(0));
      Eight b = eight(sum.getInput(1));
      Levels levels = calibration.levels(value);
      return new Eight(out.add(a, b, levels), levels);
    }
    String operator = node.getOpType();
    if (operator.equals("Cast")) {
      return new Eight(whole(node.getInput(0)), OnnxGraph.BYTES);
    } else if (operator.equals("Concat")) {
      return concatenated(node);
    }
    Eight x = eight(node.getInput(0));
    Levels moved = graph.moved(node, x.levels());
    if (moved != null) {
      return new Eight(x.name(), moved);
    } else if (operator.equals("SpaceToDepth")) {
      long block = OnnxGraph.attribute(node, "blocksize").getI();
      return new Eight(out.spaceToDepth(x.name(), block), x.levels());
    }
    String[] inputs = node.getInputList().stream().skip(1).map(this::whole).toArray(String[]::new);
    return new Eight(out.likeWith(node, x.name(), inputs), x.levels());
  }

  private Eight convolved(Chain chain, String value) {
    NodeProto convolution = chain.convolution();
    String input = convolution.getInput(0);
    if (graph.isNormalised(value)) {
      return convolutions.write(chain, value, eight(input), false, this::whole);
    }
    NodeProto enlarging = Enlarging.before(chain, graph);
    if (enlarging != null) {
      return convolutions.write(chain, value, eight(enlarging.getInput(0)), true, this::whole);
    }
    Eight x = Enlarging.keepsSize(convolution) ? eightOrFolded(input) : eight(input);
    return convolutions.write(chain, value, x, false, this::whole);
  }

  /** All parts on the first one's levels. */
  private Eight concatenated(NodeProto node) {
    Eight first = eight(node.getInput(0));
    String[] parts =
        node.getInputList().stream()
            .map(
                part ->
                    isEight(part) && eight(part).levels().equals(first.levels())
                        ? eight(part).name()
                        : quantised(part, first.levels()).name())
            .toArray(String[]::new);
    return new Eight(out.like(node, parts), first.levels());
  }

  private Eight quantised(String value, Levels levels) {
    String name = out.node("QuantizeLinear", whole(value), out.scale(levels), out.zero(levels));
    return new Eight(name, levels);
  }

  /** Whether the value is best made on 8 bits. */
  private boolean isEight(String value) {
    NodeProto node = graph.maker(value);
    if (node == null || !graph.isOfPicture(value)) {
      return false;
    }
    if (Chain.endingAt(value, graph) != null) {
      return true;
    }
    NodeProto sum = sum(node);
    if (sum != null) {
      return isEight(sum.getInput(0)) && isEight(sum.getInput(1));
    }
    String operator = node.getOpType();
    if (operator.equals("Cast")) {
      AttributeProto to = OnnxGraph.attribute(node, "to");
      return to.getI() == TensorProto.DataType.FLOAT_VALUE && graph.isInput(node.getInput(0));
    } else if (operator.equals("Concat") || MOVES.contains(operator)) {
      return isEight(node.getInput(0));
    }
    return isEight(node.getInput(0)) && graph.moved(node, eight(node.getInput(0)).levels()) != null;
  }

  /** The sum of two values of the picture that the node is, or is the ReLU of; else null. */
  private NodeProto sum(NodeProto node) {
    NodeProto sum = node.getOpType().equals("Relu") ? graph.maker(node.getInput(0)) : node;
    return sum.getOpType().equals("Add")
            && graph.isOfPicture(sum.getInput(0))
            && graph.isOfPicture(sum.getInput(1))
        ? sum
        : null;
  }
}
