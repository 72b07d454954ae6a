package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.CONFLICT;

import dev.allaprima.models.Fault;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.network.GalleryConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima train}: from a painting and photos to a style in the catalogue. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a network to paint in the manner of a painting, and publishes it.",
    showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
  private static final int SAMPLE_SIDE = 384;

  @Spec private CommandSpec spec;

  @Option(names = "--style", required = true, paramLabel = "PAINTING", description = "JPEG or PNG.")
  private Path painting;

  @Option(
      names = "--photos",
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description = "Photos to practise on; folders are searched whole.")
  private List<Path> photos;

  @Mixin private LossNetworkOption lossNetwork;

  @Option(names = "--name", required = true, description = "The style's name: a-z, 0-9, dashes.")
  private String name;

  @Option(names = "--title", description = "How people call it. Default: the name.")
  private String title;

  @Option(names = "--artist", defaultValue = "", description = "Who painted it.")
  private String artist;

  @Option(names = "--licence", defaultValue = "Apache-2.0", description = "Of the weights (SPDX).")
  private String licence;

  @Option(
      names = "--styles",
      paramLabel = "DIR",
      defaultValue = "${env:ALLAPRIMA_STYLES:-models/styles}",
      description = "The catalogue to publish into.")
  private Path styles;

  @Option(names = "--replace", description = "A style of that name may be replaced.")
  private boolean replace;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Folder of checkpoint, samples and draft. Default: work/train/NAME.")
  private Path run;

  @Option(names = "--resume", description = "Go on from the run's checkpoint.")
  private boolean resume;

  @Option(names = "--preview", paramLabel = "PHOTO", description = "Photo that the preview paints.")
  private Path preview;

  @Option(names = "--iterations", description = "Steps. Default: ${DEFAULT-VALUE}.")
  private int iterations = TrainingConfig.defaults().iterations();

  @Option(names = "--content-weight", description = "What the photo counts.")
  private double contentWeight = TrainingConfig.defaults().loss().content();

  @Option(names = "--style-weight", description = "What the painting counts.")
  private double styleWeight = TrainingConfig.defaults().loss().style();

  @Option(names = "--tv-weight", description = "What smoothness counts (total variation).")
  private double variationWeight = TrainingConfig.defaults().loss().variation();

  @Option(names = "--painting-side", description = "Shorter side of the painting: stroke size.")
  private int paintingSide = TrainingConfig.defaults().paintingSide();

  @Option(names = "--crop", description = "Side of the training pictures, a multiple of 16.")
  private int crop = TrainingConfig.defaults().crop();

  @Option(names = "--batch", description = "Pictures a step.")
  private int batch = TrainingConfig.defaults().batch();

  @Option(names = "--width", description = "Channels of the residual blocks.")
  private int width = TrainingConfig.defaults().shape().width();

  @Option(names = "--blocks", description = "Residual blocks.")
  private int blocks = TrainingConfig.defaults().shape().blocks();

  @Option(names = "--learning-rate", description = "Adam's, at the start.")
  private double learningRate = TrainingConfig.defaults().learningRate();

  @Option(names = "--checkpoint-every", description = "Steps between checkpoints and samples.")
  private int checkpointEvery = TrainingConfig.defaults().checkpointEvery();

  @Option(names = "--seed", description = "Same seed, same run.")
  private long seed = TrainingConfig.defaults().seed();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    checkBeforeHours();
    LossNetwork features = lossNetwork.load(Pooling.MAX);
    Photos practice = Photos.under(photos);
    TrainingConfig config = config();
    int multiple = PerceptualLoss.sizeMultiple(config.loss().scales());
    Picture target = Picture.read(painting).withShortSide(paintingSide, multiple);
    PerceptualLoss loss = new PerceptualLoss(features, config.loss());
    Trainer trainer =
        new Trainer(config, loss, loss.target(List.of(new Painting(target, 1))), practice);
    Path folder = run != null ? run : Path.of("work", "train", name);
    RunFolder files = RunFolder.open(folder, resume);
    if (resume) {
      trainer.resume(files.checkpoint());
      out.printf("Going on after iteration %d of %s%n", trainer.step(), folder);
    }
    files.writeConfig(config);
    out.printf(
        "Painting %s at %dx%d, %d photos, %d parameters, %d iterations; samples in %s%n",
        painting,
        target.width(),
        target.height(),
        practice.count(),
        trainer.network().weights().vector().length(),
        iterations,
        folder);
    out.flush();
    Picture shown = preview != null ? Picture.read(preview) : sample(practice, 0);
    Publisher publisher = new Publisher(shown);
    Function<byte[], NetworkFiles> network = model -> network(config, model, trainer, practice);
    try (TrainingProgress progress = new TrainingProgress(config, trainer, files, out)) {
      progress.samples(publisher.photo(), sample(practice, 1), sample(practice, 2));
      progress.onCheckpoint(
          () -> publisher.publish(trainer.network(), card(), network, files.draft(), true));
      trainer.run(progress);
      out.println(progress.summary());
    }
    Style style = publisher.publish(trainer.network(), card(), network, styles, replace);
    out.printf(
        "Published %s to %s (largest difference between training and ONNX Runtime: %.3f of 255)%n",
        name, style.folder(), publisher.largestDifference());
    return 0;
  }

  private void checkBeforeHours() {
    try {
      StyleCard.requireName(name);
    } catch (IllegalArgumentException e) {
      throw Fault.of(Fault.Kind.INVALID, e.getMessage(), "Give another --name", e);
    }
    require(width >= 2 && width % 2 == 0, "--width", width, "Give an even number from 2");
    require(blocks >= 0, "--blocks", blocks, "Give 0 or more");
    require(batch >= 1, "--batch", batch, "Give 1 or more");
    require(iterations >= 1, "--iterations", iterations, "Give 1 or more");
    require(checkpointEvery >= 1, "--checkpoint-every", checkpointEvery, "Give 1 or more");
    require(crop >= 32 && crop % 16 == 0, "--crop", crop, "Give a multiple of 16 from 32");
    require(paintingSide >= 64, "--painting-side", paintingSide, "Give 64 or more");
    if (!replace && Files.exists(styles.resolve(name))) {
      throw Fault.of(
          CONFLICT,
          "style " + name + " is already in " + styles,
          "Choose another --name, or say --replace");
    }
  }

  private static void require(boolean holds, String option, Object value, String remedy) {
    if (!holds) {
      throw Fault.of(Fault.Kind.INVALID, option + " is " + value, remedy);
    }
  }

  private TrainingConfig config() {
    TrainingConfig base = TrainingConfig.defaults();
    PerceptualLoss.Weights weights =
        new PerceptualLoss.Weights(
            contentWeight,
            styleWeight,
            variationWeight,
            base.loss().contentLayer(),
            List.copyOf(base.loss().styleLayers().keySet()),
            base.loss().scales());
    return new TrainingConfig(
        new GalleryConfig(width, blocks),
        weights,
        iterations,
        batch,
        crop,
        base.context(),
        paintingSide,
        learningRate,
        base.noise(),
        base.clip(),
        checkpointEvery,
        seed);
  }

  private Picture sample(Photos practice, int index) {
    return practice.crop(SAMPLE_SIDE, new Random(seed + index));
  }

  private StyleCard card() {
    return new StyleCard(
        StyleCard.FORMAT,
        name,
        title != null ? title : name,
        artist,
        "",
        "",
        licence,
        null,
        0,
        Map.of("painting", painting.getFileName().toString()),
        Map.of());
  }

  private NetworkFiles network(
      TrainingConfig config, byte[] model, Trainer trainer, Photos practice) {
    return NetworkFiles.of(
        "slim",
        4,
        1,
        Map.of(Precision.FP32, model),
        Map.of(),
        Map.of(
            "photos", Integer.toString(practice.count()),
            "lossNetwork", lossNetwork.label(),
            "iterations", Integer.toString(trainer.step()),
            "configuration", config.toString()));
  }
}
