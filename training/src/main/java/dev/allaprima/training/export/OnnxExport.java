package dev.allaprima.training.export;

import dev.allaprima.training.network.Grain;
import dev.allaprima.training.network.PainterNetwork;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a painter's network as ONNX under the frame contract of {@link dev.allaprima.models}:
 * planes of bytes in, planes of bytes out, every number between them in the graph.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /** The model's bytes. */
  public static byte[] export(PainterNetwork network, String version) {
    Map<String, INDArray> p = network.parameters();
    Graph g = new Graph("painter");
    String x =
        g.concat(
            g.fold(g.toFloat(g.input("y", "height", "width")), 4),
            g.fold(g.toFloat(g.input("u", "half_height", "half_width")), 2),
            g.fold(g.toFloat(g.input("v", "half_height", "half_width")), 2));
    x = g.continued(x, PainterNetwork.MARGIN);
    // Not folded into the stem's weights: its zero padding must stay at the middle of the range.
    x = g.apply("Sub", x, g.constant(new long[] {1}, (float) PainterNetwork.INPUT_MEAN));
    x = g.apply("Div", x, g.constant(new long[] {1}, (float) PainterNetwork.INPUT_SCALE));
    String grain = g.constant(new long[] {1, Grain.CHANNELS, Grain.SIDE, Grain.SIDE}, Grain.tile());
    x = g.concat(x, g.tiled(grain, Grain.SIDE, x));
    x = g.apply("Relu", normalised(g, p, "stem", x));
    for (int b = 0; b < network.shape().blocks(); b++) {
      String inner = g.apply("Relu", normalised(g, p, "block" + b + ".first", x));
      x = g.apply("Add", x, normalised(g, p, "block" + b + ".second", inner));
    }
    x = g.apply("Relu", normalised(g, p, "up", g.upsample(x)));
    x = g.convolution(x, kernel(g, p.get("head.kernel")), vector(g, p.get("head.bias")));
    x = g.crop(x, 2 * PainterNetwork.MARGIN);
    x = g.apply("Tanh", x);
    x = g.apply("Mul", x, g.constant(new long[] {1, 6, 1, 1}, PainterNetwork.OUTPUT_REACH));
    x = g.apply("Add", x, g.constant(new long[] {1, 6, 1, 1}, PainterNetwork.OUTPUT_MIDDLE));
    x = g.toByte(x);
    g.output(g.unfold(g.channels(x, 0, 4), 2), "painted_y", "height", "width");
    g.output(g.channels(x, 4, 5), "painted_u", "half_height", "half_width");
    g.output(g.channels(x, 5, 6), "painted_v", "half_height", "half_width");
    return g.toBytes(version);
  }

  private static String normalised(Graph g, Map<String, INDArray> p, String name, String x) {
    return g.instanceNorm(
        g.convolution(x, kernel(g, p.get(name + ".kernel")), null),
        vector(g, p.get(name + ".scale")),
        vector(g, p.get(name + ".shift")),
        PainterNetwork.EPSILON);
  }

  /** From [kH,kW,in,out] to ONNX's [out,in,kH,kW]. */
  private static String kernel(Graph g, INDArray kernel) {
    INDArray turned = kernel.permute(3, 2, 0, 1).dup('c');
    return g.constant(turned.shape(), turned.data().asFloat());
  }

  private static String vector(Graph g, INDArray values) {
    return g.constant(values.shape(), values.dup('c').data().asFloat());
  }
}
