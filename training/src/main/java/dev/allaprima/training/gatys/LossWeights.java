package dev.allaprima.training.gatys;

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
 * @param norm what the differences are measured by
 */
public record LossWeights(
    double content,
    List<String> contentLayers,
    double style,
    Map<String, Double> styleLayers,
    int scales,
    double variation,
    Norm norm) {

  /** What differences are measured by. */
  public enum Norm {
    /**
     * By the size of what is to be reached: Σ(F − P)² / ΣP² and ‖G − A‖² / ‖A‖². One set of weights
     * serves every painting and every layer, whose numbers differ by orders of magnitude.
     */
    RELATIVE,
    /**
     * As in the paper: ½ Σ(F − P)² (equation 1) and 1/(4N²M²) Σ(G − A)² (equation 4), each Gram
     * matrix by its own M, so that painting and picture may differ in size.
     */
    PAPER
  }

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

  /** What {@link Norm} makes of a squared difference of features. */
  double ofFeatures(double squaredNorm) {
    double each = content / contentLayers.size();
    return norm == Norm.PAPER ? each / 2 : each / squaredNorm;
  }

  /**
   * What {@link Norm} makes of a squared difference of Gram matrices that are divided by H·W·C =
   * M·N already.
   */
  double ofGrams(String layer, double squaredNorm) {
    double each = style * styleLayers.get(layer) / scales;
    return norm == Norm.PAPER ? each / 4 : each / squaredNorm;
  }
}
