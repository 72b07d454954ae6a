package dev.allaprima.training.loop;

import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.network.GalleryConfig;
import java.util.List;

/**
 * Everything that decides a training, in one place.
 *
 * @param shape 32 channels and 5 blocks: about 4 GFLOP for 640×360, live on two cores
 * @param loss what the painting and the photo count; see {@link #defaults}
 * @param iterations how many steps; the style's strokes stand after hundreds, faces after thousands
 * @param batch pictures a step: 4 as in Johnson et al. 2016
 * @param crop side of the pictures that are judged. Small, because iterations matter more than
 *     pixels
 * @param context pixels around them that the network sees as well: as far as it can see, so that it
 *     never learns where a picture ends; without, it hides spare paint along the borders
 * @param paintingSide shorter side that the painting is brought to: it decides how large strokes
 *     are, seen from a frame 360 pixels high
 * @param learningRate Adam's, at the start: 1e-3 as in Johnson et al. 2016. It falls along a half
 *     cosine to a twentieth, which takes the last noise out of the picture
 * @param noise largest standard deviation of the noise added to what the network sees (not to what
 *     it is judged by): a camera's grain must not change the painting
 * @param clip the gradient's norm is held below it, so that one odd batch cannot undo an hour
 * @param checkpointEvery iterations between checkpoints, drafts and sample pictures
 * @param seed decides the first weights and every crop: the same seed, the same run
 */
public record TrainingConfig(
    GalleryConfig shape,
    PerceptualLoss.Weights loss,
    int iterations,
    int batch,
    int crop,
    int context,
    int paintingSide,
    double learningRate,
    double noise,
    double clip,
    int checkpointEvery,
    long seed) {

  /**
   * What gave good pictures with VGG-19 to conv3_4. Style layers to relu3_4 at three scales: the
   * scales stand in for the depth of relu4_x. Content at relu3_3, as in the paper.
   */
  public static TrainingConfig defaults() {
    return new TrainingConfig(
        new GalleryConfig(32, 5),
        new PerceptualLoss.Weights(
            1.0, 1.0, 3.0, "relu3_3", List.of("relu1_2", "relu2_2", "relu3_2", "relu3_4"), 3),
        4000,
        4,
        128,
        48,
        320,
        1e-3,
        6,
        10,
        250,
        1);
  }

  /** The same with another number of iterations. */
  TrainingConfig withIterations(int number) {
    return new TrainingConfig(
        shape,
        loss,
        number,
        batch,
        crop,
        context,
        paintingSide,
        learningRate,
        noise,
        clip,
        checkpointEvery,
        seed);
  }
}
