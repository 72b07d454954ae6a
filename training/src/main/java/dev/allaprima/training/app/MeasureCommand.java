package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.export.OnnxPainter;
import dev.allaprima.training.loop.Checkpoint;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.Paintings;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.measure.Measurement;
import dev.allaprima.training.measure.Score;
import dev.allaprima.training.measure.ScoreReport;
import dev.allaprima.training.measure.Yardstick;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima measure}: losses on photos and flicker, style by style. */
@Command(
    name = "measure",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures styles on photos: the perceptual loss and its parts, and the warping error on pans",
      "over the photos and on clips. Of a run (--run), or of published styles, whose paintings",
      "--config or --style names."
    })
final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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

  @Option(
      names = "--test-photos",
      required = true,
      paramLabel = "DIR",
      description = "Photos that nothing was trained on.")
  private Path testPhotos;

  @Option(
      names = "--clips",
      arity = "1..*",
      paramLabel = "CLIP",
      description = "Videos, or folders of frames.")
  private List<Path> clips = List.of();

  @Option(
      names = "--side",
      defaultValue = "384",
      description = "Shorter side of what is painted. Default: ${DEFAULT-VALUE}.")
  private int side;

  @Option(
      names = "--gatys",
      paramLabel = "STEPS",
      description = "Compare with so many steps of optimising every photo; takes its time.")
  private int gatys;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the scores there too.")
  private Path json;

  @Option(names = "--plot", paramLabel = "FILE", description = "Write a plot (PNG) there.")
  private Path plot;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Checkpoint checkpoint = run == null ? null : new RunFolder(run).checkpoints(1).read();
    TrainingConfig base = checkpoint == null ? Defaults.gallery() : checkpoint.config();
    TrainingConfig config = hyper.over(base);
    List<TrainingConfig.Style> wanted = style.given() ? List.of(style.style()) : config.styles();
    if (wanted.isEmpty()) {
      throw Fault.of(
          INVALID, "no style is named", "Give --run, --config, or --style PAINTING --name NAME");
    }
    TrainingConfig.Judge judge = config.lossNetwork();
    PerceptualLoss loss =
        new PerceptualLoss(
            LossNetwork.load(Vgg.named(judge.name()), judge.weights(), judge.pooling()),
            config.loss());
    int multiple =
        Math.max(
            PerceptualLoss.sizeMultiple(config.loss().scales()), config.network().sizeMultiple());
    Measurement measurement = new Measurement(loss, TestPhotos.in(testPhotos), side, multiple);
    clips.forEach(clip -> measurement.addClip(clip, side, multiple));
    ScoreReport report = new ScoreReport();
    for (int i = 0; i < wanted.size(); i++) {
      TrainingConfig.Style one = wanted.get(i);
      Aim aim = aim(loss, one, config.loss().scales());
      out.printf("%s ...%n", one.name());
      out.flush();
      report.add(
          one.name(),
          checkpoint == null
              ? published(measurement, one, aim)
              : learnt(measurement, checkpoint, i, aim));
      if (gatys > 0) {
        report.add(
            one.name() + ", Gatys " + gatys,
            measurement.ofPhotosOnly(new Yardstick(loss, aim, gatys), aim));
      }
    }
    out.print(report.table());
    if (json != null) {
      report.writeJson(json);
    }
    if (plot != null) {
      report.writePlot(plot);
    }
    return 0;
  }

  private static Aim aim(PerceptualLoss loss, TrainingConfig.Style style, int scales) {
    List<Painting> paintings = new ArrayList<>();
    for (Picture picture : Paintings.of(style, scales)) {
      paintings.add(new Painting(picture, 1));
    }
    return new Aim(loss.target(paintings), style.content(), style.style());
  }

  private static Score learnt(Measurement measurement, Checkpoint checkpoint, int index, Aim aim) {
    StyleNetwork network = checkpoint.network();
    int known = network.styles() - checkpoint.config().styles().size();
    return measurement.of(photo -> Brush.paint(network, known + index, photo), aim);
  }

  private Score published(Measurement measurement, TrainingConfig.Style one, Aim aim) {
    Style style = Catalogue.at(styles).style(one.name());
    float[] mix = new float[style.network().card().styles()];
    mix[style.card().index()] = 1;
    try (OnnxPainter painter = new OnnxPainter(style.network().model(precision))) {
      return measurement.of(photo -> painter.paint(photo, mix), aim);
    }
  }
}
