package dev.allaprima.training.export;

import dev.allaprima.training.network.Ops.Edge;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** An ONNX graph in the making (operator set 13): a method for each operator that painters use. */
final class Graph {
  private static final int OPSET = 13;
  private static final int IR_VERSION = 7;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private int made;

  Graph(String name) {
    graph.setName(name);
  }

  /** A uint8 input of [N,1,height,width], whose dimensions are names. */
  String input(String name, String height, String width) {
    graph.addInput(plane(name, height, width));
    return name;
  }

  /** Gives {@code value} to the world as a uint8 output of [N,1,height,width]. */
  void output(String value, String name, String height, String width) {
    node("Identity", name, List.of(value));
    graph.addOutput(plane(name, height, width));
  }

  /** A float32 input [N,styles]. */
  String styleInput(String name, int styles) {
    graph.addInput(
        value(name, TensorProto.DataType.FLOAT_VALUE, dimension("N"), dimension(styles)));
    return name;
  }

  /** A square kernel [out,in,side,side]; {@code bias} may be null. */
  String convolution(String x, String kernel, String bias, int side, int stride, int padding) {
    List<String> inputs = bias == null ? List.of(x, kernel) : List.of(x, kernel, bias);
    return node(
        "Conv",
        inputs,
        ints("pads", padding, padding, padding, padding),
        ints("kernel_shape", side, side),
        ints("strides", stride, stride));
  }

  /** Stride ½ with a kernel [out,in,3,3]. */
  String fractional(String x, String kernel) {
    String turned = node("Transpose", List.of(kernel), ints("perm", 1, 0, 2, 3));
    return node(
        "ConvTranspose",
        List.of(x, turned),
        ints("pads", 1, 1, 1, 1),
        ints("output_padding", 1, 1),
        ints("kernel_shape", 3, 3),
        ints("strides", 2, 2));
  }

  String instanceNorm(String x, String scale, String shift, double epsilon) {
    return node("InstanceNormalization", List.of(x, scale, shift), real("epsilon", epsilon));
  }

  String batchNorm(
      String x, String scale, String shift, String mean, String variance, double epsilon) {
    return node(
        "BatchNormalization", List.of(x, scale, shift, mean, variance), real("epsilon", epsilon));
  }

  /** Scales and shifts [N,C] of each picture's own. */
  String scaleShiftEach(String x, String scale, String shift) {
    String axes = longs(2, 3);
    String scaled = node("Mul", List.of(x, node("Unsqueeze", List.of(scale, axes))));
    return node("Add", List.of(scaled, node("Unsqueeze", List.of(shift, axes))));
  }

  /**
   * Instance normalisation with scales and shifts [N,C] of each picture's own. The operator takes
   * [C] only, but it knows no pictures: [1,N·C,H,W] is the same to it.
   */
  String instanceNormEach(String x, String scale, String shift, double epsilon) {
    String shape = node("Shape", List.of(x));
    String size = node("Slice", List.of(shape, longs(2), longs(4), longs(0)));
    String one = node("Concat", List.of(longs(1, -1), size), integer("axis", 0));
    String flat = node("Reshape", List.of(x, one));
    String scales = node("Reshape", List.of(scale, longs(-1)));
    String shifts = node("Reshape", List.of(shift, longs(-1)));
    return node("Reshape", List.of(instanceNorm(flat, scales, shifts, epsilon), shape));
  }

  /** 2×2 average, stride 2. */
  String averagePool(String x) {
    return node("AveragePool", List.of(x), ints("kernel_shape", 2, 2), ints("strides", 2, 2));
  }

  String upsample(String x) {
    String scales = constant(new long[] {4}, 1, 1, 2, 2);
    return node(
        "Resize",
        List.of(x, "", scales),
        string("mode", "nearest"),
        string("coordinate_transformation_mode", "asymmetric"),
        string("nearest_mode", "floor"));
  }

  String fold(String x, int block) {
    return block == 1 ? x : node("SpaceToDepth", List.of(x), integer("blocksize", block));
  }

  String unfold(String x, int block) {
    return block == 1 ? x : node("DepthToSpace", List.of(x), integer("blocksize", block));
  }

  String channels(String x, long from, long to) {
    return node("Slice", List.of(x, longs(from), longs(to), longs(1)));
  }

  /** {@code margin} more rows and columns at every side. */
  String continued(String x, int margin, Edge edge) {
    if (margin == 0) {
      return x;
    }
    String pads = longs(0, 0, margin, margin, 0, 0, margin, margin);
    String mode = edge == Edge.REPEATED ? "edge" : "reflect";
    return node("Pad", List.of(x, pads), string("mode", mode));
  }

  /** A square tile [1,C,side,side] repeated and cut to N, height and width of {@code like}. */
  String tiled(String tile, int side, String like) {
    String shape = node("Shape", List.of(like));
    String pictures = node("Slice", List.of(shape, longs(0), longs(1), longs(0)));
    String size = node("Slice", List.of(shape, longs(2), longs(4), longs(0)));
    String times = node("Div", List.of(node("Add", List.of(size, longs(side - 1))), longs(side)));
    String repeats = node("Concat", List.of(longs(1, 1), times), integer("axis", 0));
    String whole = node("Tile", List.of(tile, repeats));
    String cut = node("Slice", List.of(whole, longs(0, 0), size, longs(2, 3)));
    String batch = node("Concat", List.of(pictures, longs(1, 1, 1)), integer("axis", 0));
    return node("Expand", List.of(cut, batch));
  }

  /** Without the outermost {@code margin} rows and columns. */
  String crop(String x, int margin) {
    return node("Slice", List.of(x, longs(margin, margin), longs(-margin, -margin), longs(2, 3)));
  }

  String concat(String... parts) {
    return node("Concat", List.of(parts), integer("axis", 1));
  }

  String toFloat(String x) {
    return node("Cast", List.of(x), integer("to", TensorProto.DataType.FLOAT_VALUE));
  }

  /** Rounds to the nearest of 0..255. */
  String toByte(String x) {
    String[] ends = {constant(new long[] {}, 0), constant(new long[] {}, 255)};
    String within = node("Clip", List.of(x, ends[0], ends[1]));
    String shifted = node("Add", List.of(within, constant(new long[] {1}, 0.5f)));
    return node("Cast", List.of(shifted), integer("to", TensorProto.DataType.UINT8_VALUE));
  }

  String apply(String operator, String... inputs) {
    return node(operator, List.of(inputs));
  }

  /** A float tensor of the graph, row by row. */
  String constant(long[] shape, float... values) {
    return weights("c" + made++, shape, values);
  }

  /** The same under a name, by which {@link OnnxWeights} finds it again. */
  String weights(String name, long[] shape, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (long d : shape) {
      tensor.addDims(d);
    }
    for (float v : values) {
      tensor.addFloatData(v);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  byte[] toBytes(String producerVersion) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("allaprima")
        .setProducerVersion(producerVersion)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private String longs(long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName("c" + made++)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long v : values) {
      tensor.addInt64Data(v);
    }
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  private String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return node(operator, "n" + made++, inputs, attributes);
  }

  private String node(
      String operator, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + "_" + output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  private static ValueInfoProto plane(String name, String height, String width) {
    return value(
        name,
        TensorProto.DataType.UINT8_VALUE,
        dimension("N"),
        dimension(1),
        dimension(height),
        dimension(width));
  }

  private static Dimension dimension(String name) {
    return Dimension.newBuilder().setDimParam(name).build();
  }

  private static Dimension dimension(long size) {
    return Dimension.newBuilder().setDimValue(size).build();
  }

  private static ValueInfoProto value(String name, int type, Dimension... dimensions) {
    TensorShapeProto shape = TensorShapeProto.newBuilder().addAllDim(List.of(dimensions)).build();
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long v : values) {
      attribute.addInts(v);
    }
    return attribute.build();
  }

  private static AttributeProto string(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(org.nd4j.shade.protobuf.ByteString.copyFromUtf8(value))
        .build();
  }
}
