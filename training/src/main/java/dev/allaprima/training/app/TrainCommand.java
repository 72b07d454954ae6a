package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code allaprima train}: from paintings and photos to styles in the catalogue. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a network to paint in the manner of a painting, or of several, and publishes it.",
      "One style by --style and --name; a gallery of many, which share a network, by --config."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StyleOptions style;

  @Mixin private BeginningOptions beginning;

  @Mixin private HyperOptions hyper;

  @Mixin private PublishOptions publish;

  @Mixin private UiOption ui;

  @Mixin private RunOptions run;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    TrainingConfig config;
    RunFolder folder;
    if (run.resume() && run.named()) {
      folder = run.folder("train", null);
      config = named(hyper.over(folder.checkpoints(1).read().config()));
    } else {
      config = named(hyper.over(beginning.config()));
      folder = run.folder("train", config.name());
    }
    requireWhole(config);
    publish.check(config);
    publish.requireNobodyLost(config);
    if (!run.resume()) {
      folder.requireFresh();
    }
    config = beginning.served(config, out);
    Material material = Material.of(config);
    StyleNetwork network = run.resume() ? fresh(config) : beginning.network(config);
    String shared = config.styles().size() > 1 ? config.name() : null;
    new TrainingRun(config, material, publish, folder, out)
        .run(network, shared, run.resume(), ui.listeners(config, network, out));
    return 0;
  }

  private static StyleNetwork fresh(TrainingConfig config) {
    return config.network().fresh(config.styles().size(), config.seed());
  }

  private TrainingConfig named(TrainingConfig config) {
    List<TrainingConfig.Style> styles = style.given() ? List.of(style.style()) : config.styles();
    String name = style.name() != null ? style.name() : config.name();
    return config.with(name == null && styles.size() == 1 ? styles.get(0).name() : name, styles);
  }

  private static void requireWhole(TrainingConfig config) {
    if (config.styles().isEmpty()) {
      throw Fault.of(
          INVALID, "no style is named", "Give --style PAINTING --name NAME, or --config FILE");
    }
    if (config.name() == null) {
      throw Fault.of(INVALID, "the gallery has no name", "Give --name");
    }
    if (config.data().photos().isEmpty()) {
      throw Fault.of(INVALID, "no photos are named", "Give --photos DIR");
    }
  }
}
