package dev.allaprima.training.loss;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Download;
import dev.allaprima.training.data.WeightsFile;
import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss network: a {@link Vgg} up to its last layer at hand, its ReLU outputs named {@code
 * relu1_1}, {@code relu1_2}, ... as in the papers. Its weights never learn. It keeps no state
 * between calls: any number of threads may use it, each with its own tape.
 */
public final class LossNetwork {
  private final Vgg vgg;
  private final Pooling pooling;
  private final Map<String, Frozen> layers = new LinkedHashMap<>();
  private final Frozen preprocess;

  /**
   * The network with weights from a file, or with the published ones, which are downloaded on first
   * use.
   *
   * @param file a NumPy archive or Keras' HDF5 (see {@link WeightsFile}); null for the published
   *     ones
   * @throws Fault if the file cannot be read or fetched, or holds another network
   */
  public static LossNetwork load(Vgg vgg, Path file, Pooling pooling) {
    Path weights = file != null ? file : Download.cached(vgg.weights());
    return new LossNetwork(vgg, WeightsFile.read(weights), pooling);
  }

  /**
   * The network with the given weights, which may end early: it then serves the layers it has.
   *
   * @param weights arrays {@code convB_C.weight} (out, in, 3, 3) and {@code convB_C.bias} (out) of
   *     the original Caffe networks: they expect BGR from 0 to 255 less ImageNet's mean
   * @throws Fault if not even the first layer is there, one in between is missing, a shape is
   *     wrong, or a convolution is there that this network has not
   */
  public LossNetwork(Vgg vgg, Map<String, INDArray> weights, Pooling pooling) {
    this.vgg = vgg;
    this.pooling = pooling;
    List<String> names = vgg.convolutions();
    long in = 3;
    for (String name : names) {
      INDArray kernel = weights.get("conv" + name + ".weight");
      INDArray bias = weights.get("conv" + name + ".bias");
      if (kernel == null || bias == null) {
        break;
      }
      requireShape(name, kernel, bias, in);
      layers.put(name, Frozen.of(kernel.permute(2, 3, 1, 0).dup('c'), bias));
      in = kernel.size(0);
    }
    if (layers.isEmpty()) {
      throw Fault.of(
          INVALID,
          "the loss network's weights have no conv1_1 but " + shortened(weights.keySet()),
          "Give a file with arrays convB_C.weight and convB_C.bias, or Keras' published one");
    }
    requireNoOther(weights.keySet(), names);
    preprocess = preprocess(dataType());
  }

  private void requireShape(String name, INDArray kernel, INDArray bias, long in) {
    long[] s = kernel.shape();
    if (s.length != 4 || s[1] != in || s[2] != 3 || s[3] != 3 || bias.length() != s[0]) {
      throw Fault.of(
          INVALID,
          String.format(
              "the loss network's conv%s has a kernel of shape %s and %d biases",
              name, Arrays.toString(s), bias.length()),
          vgg.id() + " has [out, " + in + ", 3, 3] and as many biases: give its published weights");
    }
  }

  /** A convolution behind a gap, or of a stage that is shorter here, tells another network. */
  private void requireNoOther(Set<String> arrays, List<String> names) {
    for (String array : arrays) {
      String name = array.replaceFirst("^conv(.*)\\.(weight|bias)$", "$1");
      if (name.matches("\\d_\\d") && !layers.containsKey(name)) {
        String problem =
            names.contains(name)
                ? array + " but not all of conv" + names.get(layers.size())
                : array + ", which it has not";
        throw Fault.of(
            INVALID,
            "the weights given for " + vgg.id() + " hold " + problem,
            "Check that they are of this network, or name the other with --loss-network");
      }
    }
  }

  private static String shortened(Set<String> names) {
    String all = names.toString();
    return all.length() <= 80 ? all : all.substring(0, 80) + "...";
  }

  /** Of its weights, which that of the pictures must be: float32 unless given otherwise. */
  public DataType dataType() {
    return layers.values().iterator().next().kernel().dataType();
  }

  /** Which network it is. */
  public Vgg vgg() {
    return vgg;
  }

  /** The layers that it serves, from the picture on: {@code relu1_1} and so on. */
  public List<String> layers() {
    return layers.keySet().stream().map(name -> "relu" + name).toList();
  }

  /** Throws a {@link Fault} that names what is there, unless every layer is. */
  public void require(Set<String> wanted) {
    List<String> served = layers();
    for (String name : wanted) {
      if (!served.contains(name)) {
        boolean known = vgg.convolutions().contains(name.replaceFirst("^relu", ""));
        throw Fault.of(
            INVALID,
            "the loss network "
                + vgg.id()
                + (known ? " lacks layer " + name + " in these weights" : " has no layer " + name),
            "They go from relu1_1 to "
                + served.get(served.size() - 1)
                + (known ? ": choose among them, or give --weights a file with more" : ""));
      }
    }
  }

  /**
   * Features of RGB pictures [N,H,W,3] from 0 to 255: for each wanted layer, in the network's
   * order, [N,h,w,C], where every stage after the first halves h and w, rounded down. It computes
   * no further than the last one wanted.
   *
   * @throws Fault if a layer is wanted that is not there
   */
  public Map<String, Var> features(Tape tape, Var rgb, Set<String> wanted) {
    require(wanted);
    Map<String, Var> found = new LinkedHashMap<>();
    Var x = tape.convolution(rgb, preprocess);
    char stage = '1';
    for (Map.Entry<String, Frozen> layer : layers.entrySet()) {
      if (layer.getKey().charAt(0) != stage) {
        stage = layer.getKey().charAt(0);
        x = passed(tape, x, pooling == Pooling.MAX ? tape.maxPool(x) : tape.averagePool(x), found);
      }
      x = passed(tape, x, tape.relu(tape.convolution(x, layer.getValue())), found);
      if (wanted.contains("relu" + layer.getKey())) {
        found.put("relu" + layer.getKey(), x);
        if (found.size() == wanted.size()) {
          break;
        }
      }
    }
    return found;
  }

  /** Whatever led to {@code to} is not needed any more, unless it is among what was wanted. */
  private static Var passed(Tape tape, Var from, Var to, Map<String, Var> found) {
    if (!found.containsValue(from)) {
      tape.drop(from);
    }
    return to;
  }

  /** RGB to BGR less ImageNet's mean, as a 1×1 convolution. */
  private static Frozen preprocess(DataType type) {
    float[][] swap = {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}};
    return Frozen.of(
        Nd4j.createFromArray(swap).reshape(1, 1, 3, 3).castTo(type),
        Nd4j.createFromArray(-103.939f, -116.779f, -123.68f).castTo(type));
  }
}
