package dev.allaprima.training.loss;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A manner of painting: for each scale and layer the Gram matrix of the painting, or the mean of
 * those of several. Every scale halves the picture: the same layers then see strokes twice as
 * large.
 */
public final class StyleTarget {
  private final List<Map<String, Gram>> scales = new ArrayList<>();

  /**
   * A painting with the share that it has in the manner.
   *
   * @param picture at the size that its strokes are learnt in; any sizes, 4·2^(scales − 1) at least
   * @param share against those of the others: only their ratio counts
   */
  public record Painting(Picture picture, double share) {}

  /**
   * A Gram matrix to be reached.
   *
   * @param values [1,C,C], divided by H·W·C (Johnson et al. 2016, equation 3): so paintings of
   *     different sizes can be compared
   * @param squaredNorm the sum of its squares
   */
  public record Gram(INDArray values, double squaredNorm) {}

  /**
   * The manner of paintings, the mean of their Gram matrices by share.
   *
   * @throws Fault if there is none, a share is negative or all are zero, or a layer is lacking
   */
  public StyleTarget(
      LossNetwork network, Set<String> layers, int scales, List<Painting> paintings) {
    double shares = paintings.stream().mapToDouble(Painting::share).sum();
    if (!(shares > 0) || paintings.stream().anyMatch(p -> p.share() < 0)) {
      throw Fault.of(
          INVALID,
          "the shares of the paintings are " + paintings.stream().map(Painting::share).toList(),
          "Give each 0 or more, and one of them more than 0");
    }
    List<Map<String, INDArray>> sums = new ArrayList<>();
    for (int scale = 0; scale < scales; scale++) {
      sums.add(new LinkedHashMap<>());
    }
    for (Painting painting : paintings) {
      add(sums, network, layers, painting.picture(), painting.share() / shares);
    }
    for (Map<String, INDArray> sum : sums) {
      Map<String, Gram> grams = new LinkedHashMap<>();
      sum.forEach(
          (layer, gram) ->
              grams.put(layer, new Gram(gram, FeatureReconstruction.squaredNorm(gram))));
      this.scales.add(grams);
    }
  }

  private static void add(
      List<Map<String, INDArray>> sums,
      LossNetwork network,
      Set<String> layers,
      Picture picture,
      double share) {
    try (Tape tape = new Tape()) {
      Var x = tape.constant(tape.adopt(picture.toArray().castTo(network.dataType())));
      for (int scale = 0; scale < sums.size(); scale++) {
        x = scale == 0 ? x : tape.averagePool(x);
        for (Map.Entry<String, Var> f : network.features(tape, x, layers).entrySet()) {
          sums.get(scale)
              .merge(f.getKey(), tape.gram(f.getValue()).value().mul(share), INDArray::addi);
        }
      }
    }
  }

  /** How many sizes it is known at. */
  public int scales() {
    return scales.size();
  }

  /** The Gram matrix of a layer; scale 0 is the painting's own size, 1 its half. */
  public Gram gram(int scale, String layer) {
    return scales.get(scale).get(layer);
  }
}
