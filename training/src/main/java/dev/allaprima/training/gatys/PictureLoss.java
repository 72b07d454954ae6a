package dev.allaprima.training.gatys;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of a picture's pixels against a photo's content and paintings' style (Gatys et al. 2015,
 * equation 7), with its gradient.
 *
 * <p>Several paintings make one target: the mean of their Gram matrices by their shares. With the
 * paper's norm that has the gradient of the shares' sum of single losses, whose constant rest it
 * leaves out.
 */
public final class PictureLoss implements Objective, AutoCloseable {
  private final LossWeights weights;
  private final int height;
  private final int width;
  private final boolean grey;
  private final Frozen spread =
      Frozen.of(Nd4j.ones(DataType.FLOAT, 1, 1, 1, 3), Nd4j.zeros(DataType.FLOAT, 3));
  private final List<ScaleLoss> scales = new ArrayList<>();
  private Parts last;

  /** The parts of a loss, each with its weight in it. */
  public record Parts(double content, double style, double variation) {
    /** Their sum. */
    public double total() {
      return content + style + variation;
    }
  }

  /**
   * A loss for pictures of one size, a multiple of {@link #multiple}.
   *
   * @param photo of that size; null if content does not count
   * @param paintings at the size at which their strokes are wanted; empty if style does not count
   * @param grey whether the variables are grey levels, one a pixel, instead of R, G, B
   * @param tilePixels about how many pixels are judged at once
   */
  PictureLoss(
      LossNetwork network,
      LossWeights weights,
      Picture photo,
      List<Painting> paintings,
      int width,
      int height,
      boolean grey,
      long tilePixels) {
    this.weights = weights;
    this.width = width;
    this.height = height;
    this.grey = grey;
    boolean content = weights.content() > 0;
    boolean style = weights.style() > 0;
    Set<String> styleLayers = style ? weights.styleLayers().keySet() : Set.of();
    Set<String> contentLayers = content ? Set.copyOf(weights.contentLayers()) : Set.of();
    for (int scale = 0; scale < (style ? weights.scales() : 1); scale++) {
      scales.add(
          new ScaleLoss(
              network,
              styleLayers,
              scale == 0 ? contentLayers : Set.of(),
              height >> scale,
              width >> scale,
              tilePixels));
    }
    if (content) {
      INDArray array = photo.toArray();
      scales.get(0).content(array, weights);
      array.close();
    }
    if (style) {
      target(network, paintings, tilePixels);
    }
  }

  /** What the sides of pictures must be multiples of. */
  static int multiple(LossWeights weights) {
    long content = weights.content() > 0 ? Reach.shrink(weights.contentLayers()) : 1;
    if (weights.style() == 0) {
      return (int) content;
    }
    long style = Reach.shrink(weights.styleLayers().keySet()) << weights.scales() - 1;
    return (int) Math.max(content, style);
  }

  private void target(LossNetwork network, List<Painting> paintings, long tilePixels) {
    double shares = paintings.stream().mapToDouble(Painting::share).sum();
    List<Map<String, INDArray>> targets = new ArrayList<>();
    scales.forEach(scale -> targets.add(new LinkedHashMap<>()));
    for (Painting painting : paintings) {
      try (Tape tape = new Tape()) {
        Var x = tape.constant(tape.adopt(painting.picture().toArray()));
        for (int scale = 0; scale < scales.size(); scale++) {
          x = scale == 0 ? x : tape.averagePool(x);
          Map<String, INDArray> sums = targets.get(scale);
          ScaleLoss.grams(network, weights.styleLayers().keySet(), x.value(), tilePixels)
              .forEach(
                  (layer, gram) ->
                      sums.merge(layer, gram.muli(painting.share() / shares), INDArray::addi));
        }
      }
    }
    for (int scale = 0; scale < scales.size(); scale++) {
      scales.get(scale).style(targets.get(scale), weights);
    }
  }

  @Override
  public double at(INDArray x, INDArray gradient) {
    double content = 0;
    double style = 0;
    try (Tape tape = new Tape()) {
      Var leaf = tape.parameter(x.reshape(1, height, width, grey ? 1 : 3));
      Var rgb = grey ? tape.convolution(leaf, spread) : leaf;
      List<Var> terms = new ArrayList<>();
      Var scaled = rgb;
      for (int scale = 0; scale < scales.size(); scale++) {
        scaled = scale == 0 ? rgb : tape.averagePool(scaled);
        INDArray slope = tape.adopt(Nd4j.zeros(DataType.FLOAT, scaled.value().shape()));
        scales.get(scale).at(scaled.value(), slope);
        content += scales.get(scale).content();
        style += scales.get(scale).style();
        terms.add(tape.inner(scaled, slope));
      }
      double variation = 0;
      if (weights.variation() > 0) {
        double each = weights.variation() / (255.0 * 255 * rgb.value().length());
        Var term = tape.totalVariation(rgb, each);
        variation = term.scalar();
        terms.add(term);
      }
      tape.backward(tape.sum(terms));
      gradient.assign(leaf.gradient().reshape(x.length()));
      last = new Parts(content, style, variation);
    }
    return last.total();
  }

  /** The parts of the value that {@link #at} gave last. */
  public Parts last() {
    return last;
  }

  @Override
  public void close() {
    scales.forEach(ScaleLoss::close);
  }
}
