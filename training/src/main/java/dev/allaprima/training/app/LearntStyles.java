package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.training.export.OnnxPainter;
import dev.allaprima.training.loop.Checkpoint;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.measure.Painter;
import dev.allaprima.training.network.StyleNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Styles that were learnt: a run's, or published ones whose paintings a configuration names. */
final class LearntStyles {
  @Option(names = "--run", paramLabel = "DIR", description = "A run: its newest checkpoint.")
  private Path run;

  @Mixin private StyleOptions style;

  @Mixin private HyperOptions hyper;

  @Option(
      names = "--styles",
      paramLabel = "DIR",
      defaultValue = "${env:ALLAPRIMA_STYLES:-models/styles}",
      description = "The catalogue of the published styles. Default: ${DEFAULT-VALUE}.")
  private Path styles;

  @Option(
      names = "--precision",
      defaultValue = "fp32",
      description = "Which variant of published styles: ${COMPLETION-CANDIDATES}.")
  private Precision precision;

  private Checkpoint checkpoint;
  private TrainingConfig config;

  /** Reads the run or the configuration; before everything else. */
  TrainingConfig read() {
    checkpoint = run == null ? null : new RunFolder(run).checkpoints(1).read();
    TrainingConfig base = hyper.over(checkpoint == null ? Defaults.gallery() : checkpoint.config());
    config = style.given() ? base.with(base.name(), List.of(style.style())) : base;
    if (config.styles().isEmpty()) {
      throw Fault.of(
          INVALID, "no style is named", "Give --run, --config, or --style PAINTING --name NAME");
    }
    return config;
  }

  /**
   * Hands the painter of one of the configuration's styles to {@code use}.
   *
   * @throws Fault if it is not published
   */
  <T> T paint(int index, Function<Painter, T> use) {
    if (checkpoint != null) {
      StyleNetwork network = checkpoint.network();
      int row = network.styles() - checkpoint.config().styles().size() + index;
      return use.apply(photo -> Brush.paint(network, row, photo));
    }
    Style published = Catalogue.at(styles).style(config.styles().get(index).name());
    float[] mix = new float[published.network().card().styles()];
    mix[published.card().index()] = 1;
    try (OnnxPainter painter = new OnnxPainter(published.network().model(precision))) {
      return use.apply(photo -> painter.paint(photo, mix));
    }
  }
}
