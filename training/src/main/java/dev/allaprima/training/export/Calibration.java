package dev.allaprima.training.export;

import ai.onnxruntime.OnnxTensor;
import dev.allaprima.training.data.Picture;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Which values a model's tensors take while it paints photos, in every one of its styles. */
final class Calibration {
  private static final Set<String> OBSERVED =
      Set.of("Conv", "InstanceNormalization", "Relu", "Add", "Mul", "Concat", "Reshape");

  /** Values kept of each tensor in each run: enough to choose levels by, little to hold. */
  private static final int KEPT = 2048;

  private final Map<String, Seen> seen = new HashMap<>();

  private Calibration() {}

  private static final class Seen {
    private float low;
    private float high;
    private float[] kept = new float[0];
    private int[] channels = new int[0];
    private double[] squares;
    private long places;

    void add(FloatBuffer values, int count) {
      int size = values.remaining();
      squares = squares == null ? new double[count] : squares;
      int each = size / count;
      int step = Math.max(1, size / KEPT) | 1;
      int before = kept.length;
      kept = Arrays.copyOf(kept, before + (size + step - 1) / step);
      channels = Arrays.copyOf(channels, kept.length);
      for (int i = 0; i < size; i++) {
        float value = values.get(i);
        low = Math.min(low, value);
        high = Math.max(high, value);
        squares[i / each] += (double) value * value;
        if (i % step == 0) {
          kept[before + i / step] = value;
          channels[before + i / step] = i / each;
        }
      }
      places += each;
    }
  }

  /**
   * Runs a float32 model.
   *
   * @param styles how many it has
   * @param photos sides multiples of what the network needs
   */
  static Calibration of(OnnxGraph graph, int styles, List<Picture> photos) {
    Set<String> watched = new LinkedHashSet<>();
    GraphProto.Builder open = graph.model().getGraph().toBuilder();
    for (NodeProto node : graph.nodes()) {
      String value = node.getOutput(0);
      if (OBSERVED.contains(node.getOpType()) && graph.isOfPicture(value)) {
        watched.add(value);
        open.addOutput(floats(value));
      }
    }
    byte[] model = graph.model().toBuilder().setGraph(open).build().toByteArray();
    Calibration calibration = new Calibration();
    try (OnnxPainter painter = new OnnxPainter(model)) {
      for (Picture photo : photos) {
        I420 frame = I420.of(photo).rounded();
        for (int style = 0; style < styles; style++) {
          float[][] mix = new float[1][styles];
          mix[0][style] = 1;
          painter.run(frame, mix, watched, calibration::add);
        }
      }
    }
    return calibration;
  }

  private void add(String value, OnnxTensor tensor) {
    int channels = (int) tensor.getInfo().getShape()[1];
    seen.computeIfAbsent(value, v -> new Seen()).add(tensor.getFloatBuffer(), channels);
  }

  /** The levels that suit the value. */
  Levels levels(String value) {
    Seen s = seen(value);
    return Levels.best(s.kept, s.low, s.high);
  }

  /** The root of the mean square of each channel of the value. */
  float[] magnitudes(String value) {
    Seen s = seen(value);
    float[] roots = new float[s.squares.length];
    for (int c = 0; c < roots.length; c++) {
      roots[c] = (float) Math.sqrt(s.squares[c] / s.places);
    }
    return roots;
  }

  /** The levels that suit the value when each channel is multiplied by its factor. */
  Levels evenedLevels(String value, float[] factors) {
    Seen s = seen(value);
    float[] kept = new float[s.kept.length];
    float low = 0;
    float high = 0;
    for (int i = 0; i < kept.length; i++) {
      kept[i] = s.kept[i] * factors[s.channels[i]];
      low = Math.min(low, kept[i]);
      high = Math.max(high, kept[i]);
    }
    return Levels.best(kept, low, high);
  }

  private Seen seen(String value) {
    Seen s = seen.get(value);
    if (s == null) {
      throw new IllegalArgumentException("the calibration did not watch " + value);
    }
    return s;
  }

  private static ValueInfoProto floats(String name) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
