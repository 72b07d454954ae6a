package dev.allaprima.training.export;

import onnx.Onnx.NodeProto;

/**
 * A convolution and what an integer convolution does along with it.
 *
 * @param scale what its output is multiplied by, a number a channel; null for nothing
 * @param shift what is added then; null for nothing
 */
record Chain(NodeProto convolution, String scale, String shift) {

  /** The chain whose last value it is (a ReLU may be between), or null. */
  static Chain endingAt(String value, OnnxGraph graph) {
    NodeProto node = graph.maker(value);
    if (node != null && node.getOpType().equals("Relu")) {
      node = graph.maker(node.getInput(0));
    }
    String shift = null;
    if (isByParameter(node, "Add", graph)) {
      shift = node.getInput(1);
      node = graph.maker(node.getInput(0));
    }
    String scale = null;
    if (isByParameter(node, "Mul", graph)) {
      scale = node.getInput(1);
      node = graph.maker(node.getInput(0));
    }
    return node != null && node.getOpType().equals("Conv") ? new Chain(node, scale, shift) : null;
  }

  private static boolean isByParameter(NodeProto node, String operator, OnnxGraph graph) {
    return node != null
        && node.getOpType().equals(operator)
        && graph.isOfPicture(node.getInput(0))
        && !graph.isOfPicture(node.getInput(1));
  }
}
