package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.TrainingConfig.Data;
import dev.allaprima.training.loop.TrainingConfig.Judge;
import dev.allaprima.training.loop.TrainingConfig.Optimiser;
import dev.allaprima.training.loop.TrainingConfig.Style;
import dev.allaprima.training.loop.TrainingConfig.Temporal;
import dev.allaprima.training.loss.Normalisation;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.JohnsonConfig;
import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.network.Norm;
import java.util.List;

/** The configurations that trainings begin from, each value with its reason. */
public final class Defaults {
  private Defaults() {}

  /** One gallery network for live use on two cores, by what VGG-19 to conv3_4 can judge. */
  public static TrainingConfig gallery() {
    return new TrainingConfig(
        null,
        GalleryConfig.live(),
        List.of(),
        new Data(
            List.of(),
            // As in Johnson et al. 2016.
            4,
            // Small, because iterations matter more than pixels.
            128,
            // So that it does not hide spare paint along the borders. Its farthest sight is 80, but
            // what lies there counts for next to nothing.
            48,
            // A camera's grain must not change the painting.
            6),
        // To conv3_4 it is at hand where the published weights can't be had.
        new Judge("vgg19", null, Pooling.MAX),
        new PerceptualLoss.Weights(
                // Scale-free: paintings' Gram matrices differ by orders of magnitude, and all
                // styles are to learn at one pace.
                1,
                // With 1.8, a photo in the painting's colours and hardly a stroke.
                2.8,
                3,
                // The paper's.
                "relu3_3",
                // Down to where the content is looked at, so that nothing deeper need be computed.
                List.of("relu1_2", "relu2_2", "relu3_1", "relu3_3"),
                // Half and quarter size stand in for the depth of relu4_x.
                3)
            // A crop of sky need not hold all that a painting holds. Judged alone, it is painted
            // with blots of every colour.
            .withBatchGram(true),
        // A thirtieth of the loss while strokes form, so that it steers but does not lead; shifts
        // as between two frames.
        new Temporal(8, 6),
        new Optimiser(
            // Palettes stand after hundreds, strokes after thousands.
            6000,
            // Three times the paper's: a slim network bears it, and it falls.
            3e-3,
            // Takes the last noise out of the picture.
            0.05,
            // One odd batch cannot undo an hour.
            10),
        250,
        // Some hundred kilobytes each.
        3,
        1);
  }

  /**
   * The network, the loss and the training of Johnson et al. 2016 (section 4.1). Their dataset is
   * MS-COCO; two epochs of it are 40,000 iterations.
   */
  public static TrainingConfig paper() {
    return new TrainingConfig(
        null,
        JohnsonConfig.paper(),
        List.of(),
        // Whole pictures of 256 pixels, as they are.
        new Data(List.of(), 4, 256, 0, 0),
        new Judge("vgg16", null, Pooling.MAX),
        new PerceptualLoss.Weights(
            Normalisation.JOHNSON,
            1,
            // The paper gives none: for features of the original weights, on the 0 to 255 scale.
            5,
            0,
            // "Between 1e-6 and 1e-4".
            1e-6,
            "relu3_3",
            PerceptualLoss.Weights.evenly(List.of("relu1_2", "relu2_2", "relu3_3", "relu4_3"), 1),
            1,
            false),
        new Temporal(0, 0),
        // A constant rate, gradients as they come.
        new Optimiser(40_000, 1e-3, 1, 0),
        500,
        3,
        1);
  }

  /** The paper's network as it paints best: without checkerboards, frames and batch statistics. */
  public static JohnsonConfig johnson() {
    return new JohnsonConfig(32, 5, Norm.INSTANCE, Enlarging.NEAREST, Border.CONTINUED);
  }

  /**
   * A configuration with the usual network of another kind, at the pace that it bears.
   *
   * @throws Fault that says where the kind is from, if there is no such kind
   */
  public static TrainingConfig ofKind(String kind, TrainingConfig base, String what) {
    return switch (kind) {
      case "gallery" -> base.with(GalleryConfig.live(), gallery().optimiser().learningRate());
      // The paper's. With three times as much its tanh is driven to pure white and stays there.
      case "johnson" -> base.with(johnson(), 1e-3);
      default ->
          throw Fault.of(
              INVALID,
              what + " says network.kind " + kind + ", which there is not",
              "There are gallery and johnson");
    };
  }

  /** One more style for a network that knows some: minutes, not hours. */
  public static TrainingConfig teaching(TrainingConfig network) {
    Data data = network.data();
    return new TrainingConfig(
        null,
        network.network(),
        List.of(),
        // Small crops: a thousand numbers learn, and every pixel tells of all of them.
        new Data(data.photos(), 4, 96, data.context(), data.noise()),
        network.lossNetwork(),
        network.loss(),
        network.temporal(),
        // Scales and shifts bear, and within minutes need, larger steps than kernels.
        new Optimiser(300, 2e-2, 0.05, 10),
        100,
        1,
        network.seed());
  }

  /** What a style is where nothing else is said of it. */
  public static Style style() {
    // 480: its strokes are wide enough to be seen as such in frames 360 to 720 pixels high.
    return new Style("unnamed", null, "", "", "", List.of(), 480, 1, 1);
  }
}
