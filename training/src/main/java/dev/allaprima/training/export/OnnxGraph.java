package dev.allaprima.training.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** A model that {@link OnnxExport} wrote, read to be rewritten: who makes and who reads a value. */
final class OnnxGraph {
  /** What pixels are: the numbers from 0 to 255 themselves. */
  static final Levels BYTES = new Levels(1, 0);

  private static final Set<String> PLANES = Set.of("y", "u", "v");

  private final ModelProto model;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, List<NodeProto>> readers = new HashMap<>();
  private final Set<String> painted = new HashSet<>();

  OnnxGraph(byte[] bytes) {
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX model", e);
    }
    GraphProto graph = model.getGraph();
    graph.getInitializerList().forEach(t -> constants.put(t.getName(), t));
    painted.addAll(PLANES);
    for (NodeProto node : graph.getNodeList()) {
      for (String input : node.getInputList()) {
        readers.computeIfAbsent(input, i -> new ArrayList<>()).add(node);
        if (painted.contains(input) && !node.getOpType().equals("Shape")) {
          painted.addAll(node.getOutputList());
        }
      }
      node.getOutputList().forEach(output -> makers.put(output, node));
    }
  }

  ModelProto model() {
    return model;
  }

  /** In an order in which they can be run. */
  List<NodeProto> nodes() {
    return model.getGraph().getNodeList();
  }

  List<ValueInfoProto> inputs() {
    return model.getGraph().getInputList();
  }

  /** Whether the pixels of the picture, not just its size or the style, decide the value. */
  boolean isOfPicture(String value) {
    return painted.contains(value);
  }

  boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  TensorProto constant(String value) {
    return constants.get(value);
  }

  /** The numbers of a constant of floats. */
  float[] floats(String constant) {
    TensorProto tensor = constants.get(constant);
    float[] values = new float[tensor.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getFloatData(i);
    }
    return values;
  }

  /** The node that makes the value; null for inputs and constants. */
  NodeProto maker(String value) {
    return makers.get(value);
  }

  List<NodeProto> readers(String value) {
    return readers.getOrDefault(value, List.of());
  }

  /** The one reader of a node's output if it is such an operator, else null. */
  NodeProto soleReader(NodeProto node, String operator) {
    List<NodeProto> all = readers(node.getOutput(0));
    return all.size() == 1 && all.get(0).getOpType().equals(operator) ? all.get(0) : null;
  }

  boolean isInput(String value) {
    return inputs().stream().anyMatch(input -> input.getName().equals(value));
  }

  /**
   * The levels of the node's output if it is a constant step away from its input's, as {@code x −
   * 128} is, so that the bytes stay and only their meaning moves; else null.
   */
  Levels moved(NodeProto node, Levels levels) {
    float by = constantOperand(node);
    return switch (node.getOpType()) {
      case "Mul" -> by > 0 ? new Levels(levels.scale() * by, levels.zero()) : null;
      case "Div" -> by > 0 ? new Levels(levels.scale() / by, levels.zero()) : null;
      case "Add" -> shifted(levels, -by / levels.scale());
      case "Sub" -> shifted(levels, by / levels.scale());
      default -> null;
    };
  }

  private static Levels shifted(Levels levels, float by) {
    float zero = levels.zero() + by;
    // False for NaN as well.
    boolean exact = zero >= 0 && zero <= 255 && Math.abs(zero - Math.round(zero)) < 1e-3;
    return exact ? new Levels(levels.scale(), Math.round(zero)) : null;
  }

  /** What is rounded and clamped to 0..255 if that is what the node ends, else null. */
  String bytesOf(NodeProto node) {
    if (!node.getOpType().equals("Cast")
        || attribute(node, "to").getI() != TensorProto.DataType.UINT8_VALUE) {
      return null;
    }
    NodeProto half = maker(node.getInput(0));
    NodeProto clamp = half == null ? null : maker(half.getInput(0));
    return clamp != null && clamp.getOpType().equals("Clip") ? clamp.getInput(0) : null;
  }

  /**
   * The levels on which the value's bytes are the picture's own, if all that becomes of it is to be
   * moved about, scaled and shifted by constants, and rounded to bytes; else null.
   */
  Levels levelsAsBytes(String value) {
    List<NodeProto> all = readers(value);
    if (all.size() != 1) {
      return null;
    }
    NodeProto node = all.get(0);
    String next = node.getOutput(0);
    if (node.getOpType().equals("Clip")) {
      return roundsTo(next) ? BYTES : null;
    }
    Levels after = levelsAsBytes(next);
    if (after == null) {
      return null;
    }
    float by = constantOperand(node);
    return switch (node.getOpType()) {
      case "Slice", "DepthToSpace", "Identity" -> after;
      case "Mul" -> by > 0 ? new Levels(after.scale() / by, after.zero()) : null;
      case "Add" -> shifted(after, by / after.scale());
      default -> null;
    };
  }

  private boolean roundsTo(String clamped) {
    return readers(clamped).stream()
        .allMatch(half -> readers(half.getOutput(0)).stream().allMatch(n -> bytesOf(n) != null));
  }

  /** The single number that the node takes beside its value; NaN if it takes none. */
  private float constantOperand(NodeProto node) {
    if (node.getInputCount() != 2 || !isConstant(node.getInput(1))) {
      return Float.NaN;
    }
    float[] all = floats(node.getInput(1));
    return all.length == 1 ? all[0] : Float.NaN;
  }

  /** Whether the value goes into an instance normalisation, reshaped or as it is. */
  boolean isNormalised(String value) {
    return readers(value).stream()
        .anyMatch(
            node ->
                node.getOpType().equals("InstanceNormalization")
                    || node.getOpType().equals("Reshape")
                        && soleReader(node, "InstanceNormalization") != null);
  }

  static long[] shape(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(node.getOpType() + " lacks " + name));
  }
}
