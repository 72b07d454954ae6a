package dev.allaprima.training.export;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Rewrites a float32 model to 16-bit floating point: weights and everything between the inputs and
 * the outputs. Inputs and outputs keep their types.
 */
public final class HalfPrecision {
  private static final float LARGEST = 65504;

  private HalfPrecision() {}

  /**
   * The model in 16 bits.
   *
   * @param model float32, as {@link OnnxExport} writes it
   * @throws IllegalArgumentException if a weight is beyond the range of 16 bits
   */
  public static byte[] fp16(byte[] model) {
    OnnxGraph graph = new OnnxGraph(model);
    GraphProto.Builder half = graph.model().getGraph().toBuilder().clearNode().clearInitializer();
    for (TensorProto tensor : graph.model().getGraph().getInitializerList()) {
      half.addInitializer(isReal(tensor) && !isFactor(tensor, graph) ? halved(tensor) : tensor);
    }
    String style = "style";
    if (graph.isInput(style)) {
      half.addNode(
          NodeProto.newBuilder()
              .setOpType("Cast")
              .setName("Cast_style")
              .addInput(style)
              .addOutput("style_fp16")
              .addAttribute(type(TensorProto.DataType.FLOAT16_VALUE)));
    }
    for (NodeProto node : graph.nodes()) {
      NodeProto.Builder copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(style)) {
          copy.setInput(i, "style_fp16");
        }
      }
      if (node.getOpType().equals("Cast")
          && OnnxGraph.attribute(node, "to").getI() == TensorProto.DataType.FLOAT_VALUE) {
        copy.clearAttribute().addAttribute(type(TensorProto.DataType.FLOAT16_VALUE));
      }
      half.addNode(copy);
    }
    return graph.model().toBuilder().setGraph(half).build().toByteArray();
  }

  private static boolean isReal(TensorProto tensor) {
    return tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE;
  }

  /** Factors of a size are float32 whatever the picture is. */
  private static boolean isFactor(TensorProto tensor, OnnxGraph graph) {
    return graph.readers(tensor.getName()).stream()
        .anyMatch(node -> node.getOpType().equals("Resize"));
  }

  private static TensorProto halved(TensorProto tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(2 * tensor.getFloatDataCount()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : tensor.getFloatDataList()) {
      if (!(Math.abs(value) <= LARGEST)) {
        throw new IllegalArgumentException(tensor.getName() + " holds " + value);
      }
      bytes.putShort(Fp16Conversions.floatToFp16(value));
    }
    return tensor.toBuilder()
        .clearFloatData()
        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
        .setRawData(ByteString.copyFrom(bytes.flip()))
        .build();
  }

  private static AttributeProto type(int type) {
    return AttributeProto.newBuilder()
        .setName("to")
        .setType(AttributeProto.AttributeType.INT)
        .setI(type)
        .build();
  }
}
