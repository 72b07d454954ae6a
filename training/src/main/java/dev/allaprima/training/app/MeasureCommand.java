package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Paintings;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.measure.Measurement;
import dev.allaprima.training.measure.ScoreReport;
import dev.allaprima.training.measure.Yardstick;
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

  @Mixin private LearntStyles learnt;

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
    TrainingConfig config = learnt.read();
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
    for (int i = 0; i < config.styles().size(); i++) {
      TrainingConfig.Style one = config.styles().get(i);
      Aim aim = aim(loss, one, config.loss().scales());
      out.printf("%s ...%n", one.name());
      out.flush();
      report.add(one.name(), learnt.paint(i, painter -> measurement.of(painter, aim)));
      if (gatys > 0) {
        report.add(
            one.name() + ", Gatys " + gatys,
            measurement.ofPhotosOnly(new Yardstick(loss, aim, gatys), aim));
      }
    }
    out.print(report.table());
    out.flush();
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
}
