package dev.allaprima.training.gatys;

import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Content and style of a picture at one of its scales, tile by tile: memory is that of a tile.
 *
 * <p>The Gram matrices of a picture are sums over its tiles. So a first pass sums them up; the
 * gradient for them is then known and the same for every tile; a second pass takes it back through
 * each. The result is that of the whole picture at once. One tile needs one pass only.
 */
final class ScaleLoss implements AutoCloseable {
  private final LossNetwork network;
  private final Set<String> styleLayers;
  private final Set<String> layers;
  private final List<Tile> tiles;
  private final Map<String, Target> grams = new LinkedHashMap<>();
  private final List<Map<String, INDArray>> features = new ArrayList<>();
  private final Map<String, Double> featureWeights = new LinkedHashMap<>();

  /** Of a picture in one piece. Tiles differ in size: theirs would hold a set for each. */
  private final Pool pool = new Pool();

  private double content;
  private double style;

  /** What a Gram matrix should be, and the weight of the squared difference. */
  private record Target(INDArray value, double weight) {}

  /**
   * A loss for pictures [1,height,width,3].
   *
   * @param tilePixels about how many pixels a tile may have
   */
  ScaleLoss(
      LossNetwork network,
      Set<String> styleLayers,
      Set<String> contentLayers,
      long height,
      long width,
      long tilePixels) {
    this.network = network;
    this.styleLayers = styleLayers;
    this.layers = new LinkedHashSet<>(styleLayers);
    layers.addAll(contentLayers);
    this.tiles = tiles(network, layers, height, width, tilePixels);
  }

  private static List<Tile> tiles(
      LossNetwork network, Set<String> layers, long height, long width, long pixels) {
    return Tile.of(
        height, width, pixels, Reach.shrink(layers), Reach.pixels(network.layers(), layers));
  }

  /** Sets the Gram matrices to reach; taken. */
  void style(Map<String, INDArray> targets, LossWeights weights) {
    targets.forEach(
        (layer, gram) ->
            grams.put(layer, new Target(gram, weights.ofGrams(layer, squaredNorm(gram)))));
  }

  /** Sets the features to reach: those of a photo [1,height,width,3]; borrowed. */
  void content(INDArray photo, LossWeights weights) {
    Set<String> wanted = new LinkedHashSet<>(weights.contentLayers());
    Map<String, Double> squaredNorms = new LinkedHashMap<>();
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (Tile tile : tiles) {
      Map<String, INDArray> here = new LinkedHashMap<>();
      try (Pass pass = new Pass(network, null, wanted, photo, tile, false)) {
        pass.features.forEach((layer, f) -> here.put(layer, f.value().dup()));
      }
      here.forEach(
          (layer, f) -> {
            squaredNorms.merge(layer, squaredNorm(f), Double::sum);
            numbers.merge(layer, f.length(), Long::sum);
          });
      features.add(here);
    }
    squaredNorms.forEach(
        (layer, norm) -> featureWeights.put(layer, weights.ofFeatures(numbers.get(layer), norm)));
  }

  /** Gram matrices of a picture [1,H,W,3] of any size, divided by H·W·C: [1,C,C] for each layer. */
  static Map<String, INDArray> grams(
      LossNetwork network, Set<String> layers, INDArray picture, long tilePixels) {
    long height = picture.size(1);
    long width = picture.size(2);
    Map<String, INDArray> sums = new LinkedHashMap<>();
    for (Tile tile : tiles(network, layers, height, width, tilePixels)) {
      try (Pass pass = new Pass(network, null, layers, picture, tile, false)) {
        addGrams(pass, layers, share(tile, height * width), sums);
      }
    }
    return sums;
  }

  private static void addGrams(
      Pass pass, Set<String> layers, double share, Map<String, INDArray> sums) {
    for (String layer : layers) {
      INDArray gram = pass.tape.gram(pass.features.get(layer)).value().mul(share);
      sums.merge(layer, gram, (sum, more) -> closed(sum.addi(more), more));
    }
  }

  private static INDArray closed(INDArray kept, INDArray done) {
    done.close();
    return kept;
  }

  private static double share(Tile tile, double pixels) {
    return tile.part().pixels() / pixels;
  }

  /** Adds to {@code gradient} that of a picture's loss; both [1,height,width,3]. */
  void at(INDArray picture, INDArray gradient) {
    content = 0;
    style = 0;
    double pixels = picture.size(1) * picture.size(2);
    Map<String, INDArray> sums = new LinkedHashMap<>();
    if (tiles.size() == 1) {
      try (Pass pass = new Pass(network, pool, layers, picture, tiles.get(0), true)) {
        addGrams(pass, styleLayers, 1, sums);
        back(pass, 0, 1, slopes(sums), gradient);
      }
    } else {
      for (Tile tile : tiles) {
        try (Pass pass = new Pass(network, null, styleLayers, picture, tile, false)) {
          addGrams(pass, styleLayers, share(tile, pixels), sums);
        }
      }
      Map<String, INDArray> slopes = slopes(sums);
      for (int i = 0; i < tiles.size(); i++) {
        try (Pass pass = new Pass(network, null, layers, picture, tiles.get(i), true)) {
          back(pass, i, share(tiles.get(i), pixels), slopes, gradient);
        }
      }
    }
    sums.values().forEach(INDArray::close);
  }

  /** Turns the Gram matrices in place into the gradient for them, and sums up the loss. */
  private Map<String, INDArray> slopes(Map<String, INDArray> sums) {
    sums.forEach(
        (layer, gram) -> {
          Target target = grams.get(layer);
          gram.subi(target.value);
          style += target.weight * squaredNorm(gram);
          gram.muli(2 * target.weight);
        });
    return sums;
  }

  private void back(
      Pass pass, int tile, double share, Map<String, INDArray> slopes, INDArray gradient) {
    List<Var> terms = new ArrayList<>();
    slopes.forEach(
        (layer, slope) -> {
          Var gram = pass.tape.gram(pass.features.get(layer));
          terms.add(pass.tape.inner(gram, pass.tape.adopt(slope.mul(share))));
        });
    if (!features.isEmpty()) {
      features
          .get(tile)
          .forEach(
              (layer, target) -> {
                Var feature = pass.features.get(layer);
                Var term = pass.tape.squaredDistance(feature, target, featureWeights.get(layer));
                content += term.scalar();
                terms.add(term);
              });
    }
    pass.back(pass.tape.sum(terms), gradient);
  }

  /** The content part of the last {@link #at}. */
  double content() {
    return content;
  }

  /** The style part of the last {@link #at}. */
  double style() {
    return style;
  }

  private static double squaredNorm(INDArray array) {
    double norm = array.norm2Number().doubleValue();
    return norm * norm;
  }

  @Override
  public void close() {
    pool.close();
    grams.values().forEach(target -> target.value.close());
    features.forEach(tile -> tile.values().forEach(INDArray::close));
  }
}
