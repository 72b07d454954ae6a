package dev.allaprima.training.loss;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Download;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The networks of Simonyan and Zisserman 2014 (table 1, columns D and E): five stages of 3×3
 * convolutions, each followed by a ReLU, with a 2×2 pooling between the stages.
 */
public enum Vgg {
  /** Thirteen convolutions: the loss network of Johnson et al. 2016. */
  VGG16("vgg16", "6d6bbae143d832006294945121d1f1fc", 2, 2, 3, 3, 3),
  /** Sixteen convolutions: the network of Gatys et al. 2015. */
  VGG19("vgg19", "253f8cb515780f3b799900260a226db6", 2, 2, 4, 4, 4);

  private final String id;
  private final int[] stages;
  private final Download.Source weights;

  Vgg(String id, String md5, int... stages) {
    this.id = id;
    this.stages = stages;
    String file = id + "_weights_tf_dim_ordering_tf_kernels_notop.h5";
    // Keras' copy of the original Caffe weights without the classifier; the sums are Keras' own.
    this.weights =
        new Download.Source(
            URI.create(
                "https://storage.googleapis.com/tensorflow/keras-applications/" + id + "/" + file),
            file,
            md5);
  }

  /**
   * The network called so.
   *
   * @throws Fault naming those that there are
   */
  public static Vgg named(String id) {
    return Arrays.stream(values())
        .filter(vgg -> vgg.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.of(
                    INVALID,
                    "there is no loss network \"" + id + "\"",
                    "There are "
                        + Arrays.stream(values()).map(v -> v.id).collect(Collectors.toList())));
  }

  /** Its name on the command line: {@code vgg16} or {@code vgg19}. */
  public String id() {
    return id;
  }

  /** Where its published weights are. */
  Download.Source weights() {
    return weights;
  }

  /** Its convolutions from the picture on, as {@code 1_1}, {@code 1_2}, {@code 2_1}, ... */
  public List<String> convolutions() {
    List<String> names = new ArrayList<>();
    for (int stage = 1; stage <= stages.length; stage++) {
      for (int layer = 1; layer <= stages[stage - 1]; layer++) {
        names.add(stage + "_" + layer);
      }
    }
    return names;
  }
}
