package dev.allaprima.training.gatys;

import dev.allaprima.training.loss.Normalisation;
import java.util.List;

/**
 * Everything that decides a painting beside the pictures and the loss network.
 *
 * @param width of the picture to paint
 * @param height of it
 * @param loss what counts how much
 * @param method how the loss is made small
 * @param rate how far Adam moves a pixel in a step at most, of 255
 * @param start what the coarsest level begins with
 * @param steps at each level from coarse to fine; the last serves all levels beyond
 * @param coarsest no level's longer side is shorter, but the picture's own: a picture is painted at
 *     half its size first as long as that is not below
 * @param strokes the paintings' size beside the picture's: 2 makes strokes twice as large
 * @param originalColours whether only luminance is painted, and the photo's colours are kept (Gatys
 *     et al. 2016, "Preserving Color in Neural Artistic Style Transfer", section 3.2)
 * @param seed of the noise
 */
public record GatysConfig(
    int width,
    int height,
    LossWeights loss,
    Method method,
    double rate,
    Start start,
    List<Integer> steps,
    int coarsest,
    double strokes,
    boolean originalColours,
    long seed) {

  /** How the loss is made small. */
  public enum Method {
    /** Fewest steps, most memory: {@link Lbfgs}. */
    LBFGS,
    /** Half the memory of L-BFGS or less, more steps: {@link AdamSteps}. */
    ADAM
  }

  /** What a painting begins with. */
  public enum Start {
    /** The photo: keeps its composition, needs few steps. */
    PHOTO,
    /** White noise, as in the paper: freer, needs many steps. */
    NOISE
  }

  /** Copies the steps. */
  public GatysConfig {
    steps = List.copyOf(steps);
  }

  /** Steps at a level, counted from the coarsest. */
  int stepsAt(int level) {
    return steps.get(Math.min(level, steps.size() - 1));
  }

  /**
   * What gave good pictures with VGG-19 to conv3_4: style to relu3_4 at three scales, which stand
   * in for the depth of relu4 and relu5.
   */
  public static LossWeights goodLoss() {
    List<String> style = List.of("relu1_2", "relu2_2", "relu3_2", "relu3_4");
    return new LossWeights(
        1, List.of("relu3_3"), 80, LossWeights.equal(style), 3, 1, Normalisation.SCALE_FREE);
  }

  /** The paper's loss: conv4_2 against conv1_1 to conv5_1 at one scale, α/β = 10⁻³. */
  public static LossWeights papersLoss() {
    List<String> style = List.of("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1");
    return new LossWeights(
        1, List.of("relu4_2"), 1000, LossWeights.equal(style), 1, 0, Normalisation.GATYS);
  }

  Optimiser optimiser() {
    return method == Method.LBFGS ? new Lbfgs() : new AdamSteps(rate);
  }
}
