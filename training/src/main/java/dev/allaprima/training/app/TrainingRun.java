package dev.allaprima.training.app;

import dev.allaprima.models.Style;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Paintings;
import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A training from its configuration to the catalogue, with all that tells of it on the way. */
final class TrainingRun {
  private static final int SAMPLE_SIDE = 256;
  private static final int SAMPLES = 4;
  private static final Map<String, Double> NONE = Map.of();

  private final TrainingConfig config;
  private final PublishOptions publish;
  private final RunFolder folder;
  private final PrintWriter out;

  TrainingRun(TrainingConfig config, PublishOptions publish, RunFolder folder, PrintWriter out) {
    this.config = config;
    this.publish = publish;
    this.folder = folder;
    this.out = out;
  }

  /**
   * Trains and publishes.
   *
   * @param network that learns; see {@link Trainer}
   * @param shared its name in the catalogue; null for the one style's own
   * @param more further listeners
   */
  void run(StyleNetwork network, String shared, boolean resume, List<TrainingListener> more) {
    TrainingConfig.Judge judge = config.lossNetwork();
    LossNetwork lossNetwork =
        LossNetwork.load(Vgg.named(judge.name()), judge.weights(), judge.pooling());
    PerceptualLoss loss = new PerceptualLoss(lossNetwork, config.loss());
    Photos photos = Photos.under(config.data().photos());
    List<List<Picture>> paintings =
        config.styles().stream().map(style -> Paintings.of(style, config.loss().scales())).toList();
    List<StyleTarget> targets =
        paintings.stream()
            .map(all -> loss.target(all.stream().map(p -> new Painting(p, 1)).toList()))
            .toList();
    Trainer trainer =
        new Trainer(config, network, loss, targets, photos, folder.checkpoints(config.keep()));
    if (resume) {
      trainer.resume();
      out.printf("Going on after iteration %d of %s%n", trainer.step(), folder.root());
    }
    folder.begin(config);
    out.printf(
        "%d styles, %d photos, %d parameters, %d iterations; samples in %s%n",
        config.styles().size(),
        photos.count(),
        network.weights().vector().length(),
        config.optimiser().iterations(),
        folder.samples());
    out.flush();
    List<Picture> samples = samples(photos);
    Publisher publisher =
        new Publisher(config, publish.licence(), publish.preview().orElse(samples.get(0)));
    TrainingProgress progress =
        new TrainingProgress(config.optimiser().iterations(), trainer.step(), out);
    List<TrainingListener> listeners = new ArrayList<>(more);
    listeners.add(progress);
    listeners.add(new LossHistory(folder, config.name(), trainer.step()));
    listeners.add(
        new Samples(folder, network, paintings.stream().map(p -> p.get(0)).toList(), samples));
    List<Map<String, Double>> unmeasured = config.styles().stream().map(s -> NONE).toList();
    listeners.add(
        new TrainingListener() {
          @Override
          public void checkpointed(int step, Path file) {
            Map<String, String> facts = facts(trainer, photos);
            publisher.publish(network, shared, unmeasured, facts, folder.draft(), true);
          }
        });
    Stopping.gently(trainer, listeners);
    out.println(progress.summary());
    if (trainer.step() < config.optimiser().iterations()) {
      out.printf("Stopped after iteration %d; go on with --resume%n", trainer.step());
      return;
    }
    List<Style> styles =
        publisher.publish(
            network,
            shared,
            unmeasured,
            facts(trainer, photos),
            publish.catalogue(),
            publish.replace());
    styles.forEach(style -> out.printf("Published %s to %s%n", style.name(), style.folder()));
    out.printf(
        "Largest difference between training and ONNX Runtime: %.3f of 255%n",
        publisher.largestDifference());
  }

  private Map<String, String> facts(Trainer trainer, Photos photos) {
    return Map.of(
        "iterations", Integer.toString(trainer.step()), "photos", Integer.toString(photos.count()));
  }

  private List<Picture> samples(Photos photos) {
    List<Picture> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(photos.crop(SAMPLE_SIDE, new Random(config.seed() + i)));
    }
    return samples;
  }
}
