package dev.allaprima.training.export;

import dev.allaprima.training.network.StyleNetwork;

/** Writes a network as ONNX under the frame contract of {@link dev.allaprima.models}. */
public final class OnnxExport {
  private OnnxExport() {}

  /** The model's bytes, float32. */
  public static byte[] export(StyleNetwork network, String version) {
    Graph graph = new Graph("painter");
    network.forward(new OnnxOps(graph, network.weights()));
    return graph.toBytes(version);
  }
}
