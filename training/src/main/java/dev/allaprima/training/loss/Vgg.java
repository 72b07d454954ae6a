package dev.allaprima.training.loss;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss network: VGG-19 (Simonyan, Zisserman 2014) up to its last layer at hand, its ReLU
 * outputs named {@code relu1_1}, {@code relu1_2}, ... as in the papers. Its weights never learn.
 */
public final class Vgg {
  /** Convolutions of each of VGG-19's stages; max pooling lies between the stages. */
  private static final int[] STAGES = {2, 2, 4, 4, 4};

  private final Map<String, Frozen> layers = new LinkedHashMap<>();
  private final Frozen preprocess = preprocess();

  /**
   * The network with the given weights.
   *
   * @param weights arrays {@code convB_C.weight} (out, in, 3, 3) and {@code convB_C.bias}, the
   *     original Caffe ones: they expect BGR from 0 to 255 less the mean
   * @throws Fault if not even the first layer is there, or a shape is wrong
   */
  public Vgg(Map<String, INDArray> weights) {
    long in = 3;
    for (String name : names()) {
      INDArray kernel = weights.get("conv" + name + ".weight");
      INDArray bias = weights.get("conv" + name + ".bias");
      if (kernel == null || bias == null) {
        break;
      }
      long[] s = kernel.shape();
      if (s.length != 4 || s[1] != in || s[2] != 3 || s[3] != 3 || bias.length() != s[0]) {
        throw Fault.of(
            INVALID,
            "the loss network's conv" + name + ".weight has shape " + List.of(boxed(s)),
            "VGG-19 has [out, " + in + ", 3, 3] there: give its published weights");
      }
      layers.put(name, Frozen.of(kernel.permute(2, 3, 1, 0).dup('c'), bias));
      in = s[0];
    }
    if (layers.isEmpty()) {
      throw Fault.of(
          INVALID,
          "the loss network's file has no conv1_1.weight but " + weights.keySet(),
          "Give VGG-19 weights with arrays convB_C.weight and convB_C.bias");
    }
  }

  private static Long[] boxed(long[] values) {
    Long[] out = new Long[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = values[i];
    }
    return out;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int stage = 1; stage <= STAGES.length; stage++) {
      for (int layer = 1; layer <= STAGES[stage - 1]; layer++) {
        names.add(stage + "_" + layer);
      }
    }
    return names;
  }

  /** Throws a {@link Fault} naming what is there, unless every layer is. */
  public void require(Set<String> wanted) {
    for (String name : wanted) {
      if (!name.startsWith("relu") || !layers.containsKey(name.substring(4))) {
        throw Fault.of(
            INVALID,
            "the loss network has no layer " + name,
            "Its weights go from relu1_1 to relu"
                + List.copyOf(layers.keySet()).get(layers.size() - 1));
      }
    }
  }

  /**
   * Features of RGB pictures [N,H,W,3] from 0 to 255, H and W multiples of 4: for each wanted layer
   * [N,h,w,C]. It computes no further than the last one wanted.
   */
  public Map<String, Var> features(Tape tape, Var rgb, Set<String> wanted) {
    require(wanted);
    Map<String, Var> found = new LinkedHashMap<>();
    Var x = tape.convolution(rgb, preprocess);
    char stage = '1';
    for (Map.Entry<String, Frozen> layer : layers.entrySet()) {
      if (layer.getKey().charAt(0) != stage) {
        stage = layer.getKey().charAt(0);
        x = tape.maxPool(x);
      }
      x = tape.relu(tape.convolution(x, layer.getValue()));
      if (wanted.contains("relu" + layer.getKey())) {
        found.put("relu" + layer.getKey(), x);
        if (found.size() == wanted.size()) {
          break;
        }
      }
    }
    return found;
  }

  /** RGB to BGR less ImageNet's mean, as a 1×1 convolution. */
  private static Frozen preprocess() {
    float[][] swap = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}};
    return Frozen.of(
        Nd4j.createFromArray(swap).reshape(1, 1, 3, 3),
        Nd4j.createFromArray(-103.939f, -116.779f, -123.68f));
  }
}
