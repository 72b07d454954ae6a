package dev.allaprima.training.app;

import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Style;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.measure.Measurement;
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

  /** Shorter side of the photos that the cards' measures are of. */
  private static final int MEASURED_SIDE = 384;

  private static final Map<String, Double> NONE = Map.of();

  private final TrainingConfig config;
  private final Material material;
  private final PublishOptions publish;
  private final RunFolder folder;
  private final PrintWriter out;

  TrainingRun(
      TrainingConfig config,
      Material material,
      PublishOptions publish,
      RunFolder folder,
      PrintWriter out) {
    this.config = config;
    this.material = material;
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
    Trainer trainer = material.trainer(config, network, folder.checkpoints(config.keep()));
    if (resume) {
      trainer.resume();
      out.printf("Going on after iteration %d of %s%n", trainer.step(), folder.root());
    }
    folder.begin(config);
    out.printf(
        "%d styles, %d photos, %d parameters, %d iterations; samples in %s%n",
        config.styles().size(),
        material.photos().count(),
        network.weights().vector().length(),
        config.optimiser().iterations(),
        folder.samples());
    out.flush();
    List<Picture> samples = samples();
    Publisher publisher =
        new Publisher(config, publish.licence(), publish.preview().orElse(samples.get(0)));
    TrainingProgress progress =
        new TrainingProgress(config.optimiser().iterations(), trainer.step(), out);
    List<TrainingListener> listeners = new ArrayList<>(more);
    listeners.add(progress);
    listeners.add(new LossHistory(folder, config.name(), trainer.step()));
    listeners.add(new Samples(folder, trainer::network, material.firstPaintings(), samples));
    List<Map<String, Double>> unmeasured = config.styles().stream().map(s -> NONE).toList();
    listeners.add(
        new TrainingListener() {
          @Override
          public void checkpointed(int step, Path file) {
            NetworkFiles files = publisher.draft(trainer.network(), facts(trainer));
            publisher.publish(trainer.network(), files, shared, unmeasured, folder.draft(), true);
          }
        });
    Stopping.gently(trainer::stop, () -> trainer.run(listeners));
    out.println(progress.summary());
    out.println("Practised on " + material.photos().summary());
    if (trainer.step() < config.optimiser().iterations()) {
      out.printf("Stopped after iteration %d; go on with --resume%n", trainer.step());
      return;
    }
    StyleNetwork learnt = trainer.network();
    List<Map<String, Double>> measures =
        publish.testPhotos().map(photos -> measures(learnt, photos)).orElse(unmeasured);
    NetworkFiles files = publisher.export(learnt, material.photos(), facts(trainer));
    List<Style> styles =
        publisher.publish(learnt, files, shared, measures, publish.catalogue(), publish.replace());
    styles.forEach(style -> out.printf("Published %s to %s%n", style.name(), style.folder()));
    files.card().parity().forEach((precision, said) -> out.printf("%s: %s%n", precision, said));
  }

  private List<Map<String, Double>> measures(StyleNetwork network, List<Picture> photos) {
    int multiple = PerceptualLoss.sizeMultiple(config.loss().scales());
    int common = Math.max(multiple, config.network().sizeMultiple());
    Measurement measurement = new Measurement(material.loss(), photos, MEASURED_SIDE, common);
    int known = network.styles() - config.styles().size();
    List<Map<String, Double>> measures = new ArrayList<>();
    for (int i = 0; i < config.styles().size(); i++) {
      TrainingConfig.Style style = config.styles().get(i);
      int row = known + i;
      Aim aim = new Aim(material.targets().get(i), style.content(), style.style());
      measures.add(measurement.of(p -> Brush.paint(network, row, p), aim).named());
    }
    return measures;
  }

  private Map<String, String> facts(Trainer trainer) {
    return Map.of(
        "iterations",
        Integer.toString(trainer.step()),
        "photos",
        Integer.toString(material.photos().count()));
  }

  private List<Picture> samples() {
    List<Picture> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(material.photos().crop(SAMPLE_SIDE, new Random(config.seed() + i)));
    }
    return samples;
  }
}
