package dev.allaprima.training.export;

import dev.allaprima.training.export.Quantiser.Eight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** The nodes and constants of a rewritten graph. */
final class NodeWriter {
  /** ONNX Runtime's own operators. */
  static final OperatorSetIdProto MICROSOFT =
      OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1).build();

  /** Zero of signed bytes that were shifted to unsigned ones. */
  private static final int MIDDLE = 128;

  private final List<NodeProto> nodes = new ArrayList<>();
  private final List<TensorProto> constants = new ArrayList<>();
  private final Set<String> named = new HashSet<>();
  private int made;

  /** The graph with these nodes instead of its own. */
  GraphProto into(GraphProto graph, List<ValueInfoProto> inputs) {
    GraphProto.Builder to =
        graph.toBuilder()
            .clearNode()
            .addAllNode(nodes)
            .clearInitializer()
            .addAllInitializer(constants)
            .clearInput();
    inputs.forEach(input -> to.addInput(input.getName().equals("style") ? single(input) : input));
    return to.build();
  }

  private static ValueInfoProto single(ValueInfoProto style) {
    ValueInfoProto.Builder one = style.toBuilder();
    one.getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .setDim(0, Dimension.newBuilder().setDimValue(1));
    return one.build();
  }

  String node(String operator, String... inputs) {
    return write(NodeProto.newBuilder().setOpType(operator), inputs);
  }

  /** The same node on other inputs. */
  String like(NodeProto node, String... inputs) {
    return write(node.toBuilder(), inputs);
  }

  /** The same node on another first input and others. */
  String likeWith(NodeProto node, String first, String... others) {
    String[] inputs = new String[others.length + 1];
    inputs[0] = first;
    System.arraycopy(others, 0, inputs, 1, others.length);
    return like(node, inputs);
  }

  /** Another operator with the attributes of a node. */
  String likeAs(NodeProto node, String operator, String... inputs) {
    return write(node.toBuilder().setOpType(operator), inputs);
  }

  /** Gives a value another name. */
  void rename(String value, String name) {
    nodes.add(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName(name)
            .addInput(value)
            .addOutput(name)
            .build());
  }

  String add(Eight a, Eight b, Levels levels) {
    return write(
        NodeProto.newBuilder().setOpType("QLinearAdd").setDomain(MICROSOFT.getDomain()),
        a.name(),
        scale(a.levels()),
        zero(a.levels()),
        b.name(),
        scale(b.levels()),
        zero(b.levels()),
        scale(levels),
        zero(levels));
  }

  String toIntegers(String x) {
    return write(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .addAttribute(integer("to", TensorProto.DataType.INT32_VALUE)),
        x);
  }

  /** SpaceToDepth of bytes, for which ONNX Runtime has the operator in float32 only. */
  String spaceToDepth(String x, long block) {
    String shape = node("Shape", x);
    String pictures = dimension(shape, 0);
    String height = node("Div", dimension(shape, 2), integers64(block));
    String width = node("Div", dimension(shape, 3), integers64(block));
    String b = integers64(block);
    String apart = concat(pictures, height, b, width, b);
    String turned =
        write(
            NodeProto.newBuilder()
                .setOpType("Transpose")
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(List.of(0L, 2L, 4L, 1L, 3L))),
            node("Reshape", x, apart));
    return node("Reshape", turned, concat(pictures, integers64(block * block), height, width));
  }

  String depthToSpace(String x, long block) {
    return write(
        NodeProto.newBuilder().setOpType("DepthToSpace").addAttribute(integer("blocksize", block)),
        x);
  }

  private String dimension(String shape, long index) {
    return node("Slice", shape, integers64(index), integers64(index + 1), integers64(0));
  }

  private String concat(String... parts) {
    return write(
        NodeProto.newBuilder().setOpType("Concat").addAttribute(integer("axis", 0)), parts);
  }

  private String write(NodeProto.Builder node, String... inputs) {
    String output = "v" + made++;
    nodes.add(
        node.setName(node.getOpType() + "_" + output)
            .clearInput()
            .addAllInput(List.of(inputs))
            .clearOutput()
            .addOutput(output)
            .build());
    return output;
  }

  /** Takes over a constant. */
  void constant(TensorProto tensor) {
    if (named.add(tensor.getName())) {
      constants.add(tensor);
    }
  }

  String scale(Levels levels) {
    return floats(new float[] {levels.scale()});
  }

  String zero(Levels levels) {
    return raw(TensorProto.DataType.UINT8_VALUE, new byte[] {(byte) levels.zero()});
  }

  String signedZero() {
    return raw(TensorProto.DataType.INT8_VALUE, new byte[1]);
  }

  String signed(byte[] values, long... shape) {
    return raw(TensorProto.DataType.INT8_VALUE, values, shape);
  }

  /** Signed bytes as unsigned ones, whose zero is {@link #middle}. */
  String unsigned(byte[] values, long... shape) {
    byte[] shifted = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      shifted[i] = (byte) (values[i] + MIDDLE);
    }
    return raw(TensorProto.DataType.UINT8_VALUE, shifted, shape);
  }

  String middle() {
    return raw(TensorProto.DataType.UINT8_VALUE, new byte[] {(byte) MIDDLE});
  }

  private String raw(int type, byte[] values, long... shape) {
    return tensor(
        TensorProto.newBuilder().setDataType(type).setRawData(ByteString.copyFrom(values)), shape);
  }

  String floats(float[] values, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor(tensor, shape);
  }

  String integers(int[] values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.INT32_VALUE);
    for (int value : values) {
      tensor.addInt32Data(value);
    }
    return tensor(tensor, values.length);
  }

  String integers64(long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.INT64_VALUE);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor(tensor, values.length);
  }

  private String tensor(TensorProto.Builder tensor, long... shape) {
    String name = "k" + made++;
    for (long d : shape) {
      tensor.addDims(d);
    }
    constants.add(tensor.setName(name).build());
    return name;
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
