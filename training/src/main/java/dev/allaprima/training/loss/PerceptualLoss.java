package dev.allaprima.training.loss;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a painted picture is judged by: the joint loss of Gatys et al. 2015 (equation 7) and Johnson
 * et al. 2016 (equation 5), content · feature reconstruction + style · Σ w_l · style reconstruction
 * + pixel · pixel loss + variation · total variation. Style is averaged over the scales. A term of
 * weight 0 is not computed.
 */
public final class PerceptualLoss {
  private final LossNetwork network;
  private final Weights weights;

  /**
   * What counts how much.
   *
   * @param normalisation how the terms are scaled before they are weighted
   * @param content weight of the feature reconstruction (α of Gatys et al.)
   * @param style weight of the style reconstruction (β)
   * @param pixel weight of the pixel loss
   * @param variation weight of the total variation
   * @param contentLayer where features are compared
   * @param styleLayers where Gram matrices are compared, each with its w_l
   * @param scales how many sizes Gram matrices are compared at: 1 is the picture alone, 3 its half
   *     and quarter too
   * @param batchGram whether the mean of a batch's Gram matrices is compared, all of whose pictures
   *     then have one style; else each picture's own, as in the papers
   */
  public record Weights(
      Normalisation normalisation,
      double content,
      double style,
      double pixel,
      double variation,
      String contentLayer,
      Map<String, Double> styleLayers,
      int scales,
      boolean batchGram) {
    /** Keeps the order of the layers. */
    public Weights {
      styleLayers = Collections.unmodifiableMap(new LinkedHashMap<>(styleLayers));
    }

    /** Scale-free, every style layer with w_l = 1, without pixel loss. */
    public Weights(
        double content,
        double style,
        double variation,
        String contentLayer,
        List<String> styleLayers,
        int scales) {
      this(
          Normalisation.SCALE_FREE,
          content,
          style,
          0,
          variation,
          contentLayer,
          evenly(styleLayers, 1),
          scales,
          false);
    }

    /** The same with the Gram matrices of each picture, or of the batch. */
    public Weights withBatchGram(boolean batch) {
      return new Weights(
          normalisation,
          content,
          style,
          pixel,
          variation,
          contentLayer,
          styleLayers,
          scales,
          batch);
    }

    /** The same w_l for each layer; Gatys et al. have one divided by their number. */
    public static Map<String, Double> evenly(List<String> layers, double each) {
      Map<String, Double> map = new LinkedHashMap<>();
      layers.forEach(layer -> map.put(layer, each));
      return map;
    }
  }

  /**
   * Which manner a picture is meant to be painted in.
   *
   * @param style the manner
   * @param contentFactor what the content weight is multiplied by for this picture
   * @param styleFactor what the style weight is multiplied by
   */
  public record Aim(StyleTarget style, double contentFactor, double styleFactor) {
    /** With the weights as they are. */
    public static Aim at(StyleTarget style) {
      return new Aim(style, 1, 1);
    }
  }

  /** The parts of a loss, each with its weight in it, as scalars of the tape. */
  public record Parts(Var content, Var style, Var pixel, Var variation, Var total) {}

  /** Throws a {@link dev.allaprima.models.Fault} if the network lacks a layer that counts. */
  public PerceptualLoss(LossNetwork network, Weights weights) {
    this.network = network;
    this.weights = weights;
    Set<String> all = new LinkedHashSet<>();
    if (weights.style() != 0) {
      all.addAll(weights.styleLayers().keySet());
    }
    if (weights.content() != 0) {
      all.add(weights.contentLayer());
    }
    network.require(all);
  }

  /** The manner of paintings, as this loss wants it. */
  public StyleTarget target(List<StyleTarget.Painting> paintings) {
    return new StyleTarget(network, weights.styleLayers().keySet(), weights.scales(), paintings);
  }

  /** What the sides of a picture must be multiples of for every pooling to halve them evenly. */
  public static int sizeMultiple(int scales) {
    return 4 << (scales - 1);
  }

  /** Features of photos [N,H,W,3] at the content layer; null where content does not count. */
  public INDArray content(INDArray photos) {
    try (Tape tape = new Tape()) {
      return content(tape, photos);
    }
  }

  private INDArray content(Tape tape, INDArray photos) {
    if (weights.content() == 0) {
      return null;
    }
    try (Tape aside = tape.aside()) {
      return network
          .features(aside, aside.constant(photos), Set.of(weights.contentLayer()))
          .get(weights.contentLayer())
          .value()
          .dup();
    }
  }

  /** The loss of painted pictures; computes the photos' features. */
  public Parts of(Tape tape, Var painted, INDArray photos, List<Aim> aims) {
    INDArray content = content(tape, photos);
    return of(tape, painted, photos, content == null ? null : tape.adopt(content), aims);
  }

  /**
   * The loss of painted pictures.
   *
   * @param painted RGB [N,H,W,3] from 0 to 255
   * @param photos what they are paintings of, of the same shape; borrowed
   * @param content their {@link #content}; borrowed, so that it may serve many steps
   * @param aims one for all or one for each picture
   * @throws IllegalArgumentException if they differ and the batch's Gram matrices are compared
   */
  public Parts of(Tape tape, Var painted, INDArray photos, INDArray content, List<Aim> aims) {
    if (weights.batchGram() && aims.stream().distinct().count() > 1) {
      throw new IllegalArgumentException("a batch of several styles has no Gram matrix of its own");
    }
    Normalisation by = weights.normalisation();
    double[] contentWeights = factors(aims, a -> weights.content() * a.contentFactor());
    List<Var> contentTerm = new ArrayList<>();
    List<Var> styleTerms = new ArrayList<>();
    List<Var> pixelTerm = new ArrayList<>();
    List<Var> variationTerm = new ArrayList<>();
    Var x = painted;
    for (int scale = 0; scale < weights.scales(); scale++) {
      Set<String> wanted = wanted(scale);
      if (wanted.isEmpty()) {
        break;
      }
      x = scale == 0 ? x : tape.averagePool(x);
      Map<String, Var> features = network.features(tape, x, wanted);
      if (scale == 0 && weights.content() != 0) {
        Var f = features.get(weights.contentLayer());
        contentTerm.add(FeatureReconstruction.of(tape, f, content, by, contentWeights));
      }
      if (weights.style() != 0) {
        addStyle(tape, styleTerms, features, scale, aims);
      }
    }
    if (weights.pixel() != 0) {
      pixelTerm.add(FeatureReconstruction.of(tape, painted, photos, by, weights.pixel()));
    }
    if (weights.variation() != 0) {
      variationTerm.add(TotalVariationLoss.of(tape, painted, by, weights.variation()));
    }
    INDArray zero = tape.adopt(Nd4j.scalar(painted.value().dataType(), 0));
    Var contentPart = sum(tape, contentTerm, zero);
    Var stylePart = sum(tape, styleTerms, zero);
    Var pixelPart = sum(tape, pixelTerm, zero);
    Var variation = sum(tape, variationTerm, zero);
    Var total = tape.sum(List.of(contentPart, stylePart, pixelPart, variation));
    return new Parts(contentPart, stylePart, pixelPart, variation, total);
  }

  private static Var sum(Tape tape, List<Var> terms, INDArray zero) {
    return terms.isEmpty() ? tape.constant(zero) : tape.sum(terms);
  }

  private Set<String> wanted(int scale) {
    Set<String> wanted = new LinkedHashSet<>();
    if (weights.style() != 0) {
      wanted.addAll(weights.styleLayers().keySet());
    }
    if (weights.content() != 0 && scale == 0) {
      wanted.add(weights.contentLayer());
    }
    return wanted;
  }

  private void addStyle(
      Tape tape, List<Var> terms, Map<String, Var> features, int scale, List<Aim> aims) {
    weights
        .styleLayers()
        .forEach(
            (layer, share) -> {
              List<StyleTarget.Gram> grams =
                  aims.stream().map(aim -> aim.style().gram(scale, layer)).toList();
              double weight = weights.style() * share / weights.scales();
              double[] each = factors(aims, aim -> weight * aim.styleFactor());
              Var f = features.get(layer);
              Normalisation by = weights.normalisation();
              terms.add(
                  weights.batchGram()
                      ? StyleReconstruction.ofAll(tape, f, grams.get(0), by, each[0])
                      : StyleReconstruction.of(tape, f, grams, by, each));
            });
  }

  private static double[] factors(List<Aim> aims, ToDoubleFunction<Aim> factor) {
    // Without a style there is nobody to say a factor.
    return aims.isEmpty()
        ? new double[] {factor.applyAsDouble(new Aim(null, 1, 1))}
        : aims.stream().mapToDouble(factor).toArray();
  }
}
