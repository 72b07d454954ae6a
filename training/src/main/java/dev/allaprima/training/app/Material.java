package dev.allaprima.training.app;

import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Checkpoints;
import dev.allaprima.training.loop.Paintings;
import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.StyleNetwork;
import java.util.List;

/**
 * What a configuration names, read from the disk.
 *
 * @param loss by which is judged
 * @param photos to practise on
 * @param paintings of each style, at the size that their strokes are learnt in
 * @param targets what the paintings of each style look like to the loss
 */
record Material(
    PerceptualLoss loss, Photos photos, List<List<Picture>> paintings, List<StyleTarget> targets) {

  /**
   * Reads all of it.
   *
   * @throws dev.allaprima.models.Fault naming the first that can't be read
   */
  static Material of(TrainingConfig config) {
    TrainingConfig.Judge judge = config.lossNetwork();
    LossNetwork network =
        LossNetwork.load(Vgg.named(judge.name()), judge.weights(), judge.pooling());
    PerceptualLoss loss = new PerceptualLoss(network, config.loss());
    Photos photos = Photos.under(config.data().photos());
    List<List<Picture>> paintings =
        config.styles().stream().map(style -> Paintings.of(style, config.loss().scales())).toList();
    List<StyleTarget> targets =
        paintings.stream()
            .map(all -> loss.target(all.stream().map(p -> new Painting(p, 1)).toList()))
            .toList();
    return new Material(loss, photos, paintings, targets);
  }

  /** A training with it. */
  Trainer trainer(TrainingConfig config, StyleNetwork network, Checkpoints checkpoints) {
    return new Trainer(config, network, loss, targets, photos, checkpoints);
  }

  /** Of each style the first painting, to be shown. */
  List<Picture> firstPaintings() {
    return paintings.stream().map(all -> all.get(0)).toList();
  }
}
