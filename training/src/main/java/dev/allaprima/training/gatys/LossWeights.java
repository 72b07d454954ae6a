package dev.allaprima.training.gatys;

import dev.allaprima.training.loss.Normalisation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What counts how much: content · content reconstruction + style · style reconstruction + variation
 * · total variation (Gatys et al. 2015, equation 7: α and β).
 *
 * @param content α; 0 for none, a texture
 * @param contentLayers where features are compared
 * @param style β; 0 for none, a reconstruction of the photo
 * @param styleLayers where Gram matrices are compared, each with its w_l
 * @param scales how many times style is compared, each time at half the size of the time before:
 *     the same layers then see strokes twice as large
 * @param variation weight of the mean squared difference of neighbouring pixels, from 0 to 1
 * @param normalisation what the differences are measured by
 */
public record LossWeights(
    double content,
    List<String> contentLayers,
    double style,
    Map<String, Double> styleLayers,
    int scales,
    double variation,
    Normalisation normalisation) {

  /** Copies the collections. */
  public LossWeights {
    contentLayers = List.copyOf(contentLayers);
    styleLayers = Collections.unmodifiableMap(new LinkedHashMap<>(styleLayers));
  }

  /** Layers with w_l = 1/n each, as in the paper. */
  public static Map<String, Double> equal(List<String> layers) {
    Map<String, Double> weights = new LinkedHashMap<>();
    layers.forEach(layer -> weights.put(layer, 1.0 / layers.size()));
    return weights;
  }

  /** The layers that count. */
  Set<String> layers() {
    Set<String> layers = new LinkedHashSet<>();
    if (content > 0) {
      layers.addAll(contentLayers);
    }
    if (style > 0) {
      layers.addAll(styleLayers.keySet());
    }
    return layers;
  }

  /**
   * The factor of Σ(F − P)².
   *
   * @param numbers how many P has
   * @param squaredNorm ΣP²
   */
  double ofFeatures(double numbers, double squaredNorm) {
    double size =
        switch (normalisation) {
          case SCALE_FREE -> squaredNorm;
          case JOHNSON -> numbers;
          case GATYS -> 2;
        };
    return content / (size * contentLayers.size());
  }

  /**
   * The factor of ‖G − A‖² at one scale, both divided by H·W·C.
   *
   * @param squaredNorm ‖A‖²
   */
  double ofGrams(String layer, double squaredNorm) {
    double size =
        switch (normalisation) {
          case SCALE_FREE -> squaredNorm;
          case JOHNSON -> 1;
          case GATYS -> 4;
        };
    return style * styleLayers.get(layer) / (size * scales);
  }
}
