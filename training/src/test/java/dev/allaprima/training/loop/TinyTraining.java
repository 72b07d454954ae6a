package dev.allaprima.training.loop;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trainings of a second or two, with a loss network of random weights. */
final class TinyTraining {
  private final Path folder;
  private final LossNetwork network = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);

  TinyTraining(Path folder) {
    this.folder = folder;
  }

  static TrainingConfig.Style style(String name) {
    return new TrainingConfig.Style(
        name, null, "", "", "", List.of(Path.of(name + ".png")), 64, 1, 1);
  }

  static TrainingConfig config(int iterations, String... styles) {
    return new TrainingConfig(
        "tiny",
        new GalleryConfig(8, 1),
        List.of(styles).stream().map(TinyTraining::style).toList(),
        new TrainingConfig.Data(List.of(), 2, 32, 8, 2),
        new TrainingConfig.Judge("vgg19", null, Pooling.MAX),
        new PerceptualLoss.Weights(0.5, 1, 1, "relu2_2", List.of("relu1_2", "relu2_2"), 1),
        new TrainingConfig.Temporal(1, 2),
        new TrainingConfig.Optimiser(iterations, 5e-3, 0.05, 10),
        5,
        3,
        1);
  }

  Checkpoints checkpoints(String run) {
    return new Checkpoints(folder.resolve(run), 3);
  }

  /** A trainer whose styles are drawn, each by its place. */
  Trainer trainer(TrainingConfig config, StyleNetwork painter, String run) throws IOException {
    Photos photos = Photos.under(List.of(Drawn.photos(folder.resolve("photos"), 4)));
    List<StyleTarget> targets = new ArrayList<>();
    for (TrainingConfig.Style style : config.styles()) {
      targets.add(target(config, style.name()));
    }
    return new Trainer(config, painter, loss(config), targets, photos, checkpoints(run));
  }

  PerceptualLoss loss(TrainingConfig config) {
    return new PerceptualLoss(network, config.loss());
  }

  StyleTarget target(TrainingConfig config, String style) {
    Picture painting = Drawn.picture(64, 64, style.hashCode());
    return loss(config).target(List.of(new Painting(painting, 1)));
  }

  /** A trainer of a fresh network. */
  Trainer trainer(TrainingConfig config, String run) throws IOException {
    return trainer(config, config.network().fresh(config.styles().size(), config.seed()), run);
  }
}
