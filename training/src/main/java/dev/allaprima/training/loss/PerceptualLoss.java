package dev.allaprima.training.loss;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The perceptual loss of Johnson et al. 2016 in a scale-free form: content · feature reconstruction
 * + style · style reconstruction + variation · total variation.
 *
 * <ul>
 *   <li>feature reconstruction: mean((F − P)²) / mean(P²) at the content layer, F of the painted
 *       picture, P of the photo (their equation 2, by its own size);
 *   <li>style reconstruction: ‖G − A‖² / ‖A‖² of the Gram matrices (equation 4, by its own size),
 *       summed over the layers, averaged over the pictures and over the scales. Every scale halves
 *       the picture: the same layers then see strokes twice as large;
 *   <li>total variation: mean squared difference of neighbours, pixels from 0 to 1.
 * </ul>
 *
 * By its own size, because Gram matrices of different paintings and layers differ by orders of
 * magnitude: one set of weights serves every painting.
 */
public final class PerceptualLoss {
  private final LossNetwork network;
  private final Weights weights;
  private final List<Map<String, Target>> targets = new ArrayList<>();

  /**
   * What counts how much.
   *
   * @param content weight of the feature reconstruction
   * @param style weight of the style reconstruction
   * @param variation weight of the total variation
   * @param contentLayer where features are compared
   * @param styleLayers where Gram matrices are compared
   * @param scales how many: 1 is the picture alone, 3 its half and quarter too
   */
  public record Weights(
      double content,
      double style,
      double variation,
      String contentLayer,
      List<String> styleLayers,
      int scales) {}

  /** The parts of a loss, each with its weight in it, as scalars of the tape. */
  public record Parts(Var content, Var style, Var variation, Var total) {}

  /** A loss towards the painting, at the size that it is given in. */
  public PerceptualLoss(LossNetwork network, Weights weights, Picture painting) {
    this.network = network;
    this.weights = weights;
    Set<String> all = new LinkedHashSet<>(weights.styleLayers());
    all.add(weights.contentLayer());
    network.require(all);
    try (Tape tape = new Tape()) {
      Var x = tape.constant(painting.toArray());
      for (int scale = 0; scale < weights.scales(); scale++) {
        x = scale == 0 ? x : tape.averagePool(x);
        Map<String, Target> grams = new LinkedHashMap<>();
        network
            .features(tape, x, Set.copyOf(weights.styleLayers()))
            .forEach((name, f) -> grams.put(name, Target.of(tape.gram(f).value().dup())));
        targets.add(grams);
      }
    }
  }

  /** A Gram matrix to be reached, [1,C,C], and ‖A‖², which no step changes. */
  private record Target(INDArray gram, double squaredNorm) {
    static Target of(INDArray gram) {
      return new Target(gram, PerceptualLoss.squaredNorm(gram));
    }
  }

  private static double squaredNorm(INDArray array) {
    double norm = array.norm2Number().doubleValue();
    return norm * norm;
  }

  /** What the sides of a picture must be multiples of. */
  public static int sizeMultiple(int scales) {
    return 4 << (scales - 1);
  }

  /**
   * The loss of painted pictures.
   *
   * @param painted RGB [N,H,W,3] from 0 to 255
   * @param photos what they are paintings of, of the same shape
   */
  public Parts of(Tape tape, Var painted, INDArray photos) {
    INDArray content;
    try (Tape aside = new Tape()) {
      content =
          network
              .features(aside, aside.constant(photos), Set.of(weights.contentLayer()))
              .get(weights.contentLayer())
              .value()
              .dup();
    }
    tape.adopt(content);
    long pictures = painted.value().size(0);
    List<Var> style = new ArrayList<>();
    Var contentPart = null;
    Var x = painted;
    for (int scale = 0; scale < weights.scales(); scale++) {
      x = scale == 0 ? x : tape.averagePool(x);
      Set<String> wanted = new LinkedHashSet<>(weights.styleLayers());
      if (scale == 0) {
        wanted.add(weights.contentLayer());
      }
      Map<String, Var> features = network.features(tape, x, wanted);
      if (scale == 0) {
        double weight = weights.content() / squaredNorm(content);
        contentPart = tape.squaredDistance(features.get(weights.contentLayer()), content, weight);
      }
      for (String layer : weights.styleLayers()) {
        Target target = targets.get(scale).get(layer);
        double weight = weights.style() / (target.squaredNorm() * pictures * weights.scales());
        style.add(tape.squaredDistance(tape.gram(features.get(layer)), target.gram(), weight));
      }
    }
    Var stylePart = tape.sum(style);
    double each = weights.variation() / (255.0 * 255 * painted.value().length());
    Var variation = tape.totalVariation(painted, each);
    return new Parts(
        contentPart, stylePart, variation, tape.sum(List.of(contentPart, stylePart, variation)));
  }
}
