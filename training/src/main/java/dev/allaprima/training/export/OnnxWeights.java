package dev.allaprima.training.export;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.NetworkConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** The way back from {@link OnnxExport}: a published network's weights, to train it further. */
public final class OnnxWeights {
  private OnnxWeights() {}

  /**
   * The network of a float32 model, the same to the last bit.
   *
   * @param styles how many it has
   * @throws Fault if the model is none of this configuration
   */
  public static StyleNetwork read(byte[] model, NetworkConfig config, int styles) {
    Map<String, TensorProto> tensors = new HashMap<>();
    try {
      ModelProto.parseFrom(model)
          .getGraph()
          .getInitializerList()
          .forEach(tensor -> tensors.put(tensor.getName(), tensor));
    } catch (InvalidProtocolBufferException e) {
      throw Fault.of(
          INVALID, "the model is no ONNX (" + e.getMessage() + ")", "Restore its folder", e);
    }
    StyleNetwork network = config.fresh(styles, 0);
    for (String name : network.weights().names()) {
      INDArray view = network.weights().get(name);
      INDArray found = array(tensors.get(name));
      if (found != null && found.rank() == 4) {
        found = found.permute(2, 3, 1, 0);
      }
      if (found == null || found.length() != view.length()) {
        throw Fault.of(
            INVALID,
            "the model has no weights " + name + " of " + Arrays.toString(view.shape()),
            "It was made by another version or of another configuration: train it anew");
      }
      view.assign(found.reshape(view.shape()));
    }
    return network;
  }

  private static INDArray array(TensorProto tensor) {
    if (tensor == null || tensor.getFloatDataCount() == 0) {
      return null;
    }
    float[] values = new float[tensor.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getFloatData(i);
    }
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    return Nd4j.create(values, shape, 'c');
  }
}
