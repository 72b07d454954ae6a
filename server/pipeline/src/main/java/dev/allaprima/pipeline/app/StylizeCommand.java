package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.PictureStylizer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allaprima stylize}: paints video files and photos. */
@Command(
    name = "stylize",
    description = {
      "Paints every frame of videos, or photos.",
      "Sound, subtitles, chapters and titles are copied; the rotation is applied; timing stays as"
          + " it is. What the output's kind of file cannot hold is encoded anew or left out, and"
          + " said. H.264 and the like have even sizes only: a video of odd width or height loses"
          + " its last column or row.",
      "A video that was broken off, even by kill -9, is gone on from when the same command is"
          + " given again."
    })
public final class StylizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = "videos and photos to paint, or folders of them")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUTPUT",
      description =
          "what to write: .mp4, .mov, .mkv, .webm, .ts or .gif, or folder/%%06d.png for a picture"
              + " of every frame; .png or .jpg for a photo; a folder for several inputs")
  private Path output;

  @Option(names = "--style", required = true, paramLabel = "NAME", description = "the style")
  private String style;

  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;
  @Mixin private ControlsOption controls;

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "h264, hevc, av1, vp9, prores, gif or png; default: what suits the output")
  private String codec;

  @Option(
      names = "--crf",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "quality: 0 is the best, 51 (AV1, VP9: 63) the worst; default: H.264 20, HEVC 23, AV1 30,"
              + " VP9 28")
  private int crf;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "paint in this size, the shape kept: WIDTHxHEIGHT to fit into, or the shorter side as in"
              + " 720p; default: the input's")
  private String size;

  @Option(
      names = "--fps",
      paramLabel = "RATE",
      description = "a constant rate, such as 24 or 30000/1001; default: the input's own times")
  private String rate;

  @Option(names = "--from", paramLabel = "TIME", description = "begin at this time, as in 1:23.5")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "end before this time")
  private String to;

  @Option(
      names = "--preview",
      paramLabel = "TIME",
      description = "paint only the frame at this time, as .png or .jpg")
  private String preview;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "how many of several inputs are painted at once; default: ${DEFAULT-VALUE}")
  private int jobs;

  @Option(
      names = "--salvage",
      description = "paint what can be decoded of a damaged video; without, damage is an error")
  private boolean salvage;

  @Option(names = "--restart", description = "throw away what an earlier run has finished")
  private boolean restart;

  @Option(names = "--overwrite", description = "replace the output if it exists")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (jobs < 1) {
      throw Fault.of(INVALID, "--jobs is " + jobs, "Give 1 or more");
    }
    VideoCodec chosenCodec = codec == null ? null : VideoCodec.of(codec);
    List<Inputs.Item> items = Inputs.list(inputs, output, chosenCodec);
    if (preview != null && !items.stream().allMatch(this::isPicture)) {
      throw Fault.of(
          INVALID, "output " + output + " is no picture", "End it in .png or .jpg for --preview");
    }
    if (items.size() == 1) {
      // What is wrong with the output is said before the style is read and anything is opened.
      check(items.get(0), chosenCodec);
    }
    Catalogue catalogue = styles.catalogue();
    Style chosen = catalogue.style(style);
    Controls wanted = controls.controls(catalogue, chosen);
    try (Engine engine = Engine.start(device.device())) {
      List<JobRunner.Job> all = new ArrayList<>();
      for (Inputs.Item item : items) {
        all.add(
            isPicture(item)
                ? new JobRunner.Job(item, progress -> paintPicture(item, chosen, wanted, engine))
                : new JobRunner.Job(
                    item,
                    progress -> paintVideo(item, chosenCodec, chosen, wanted, engine, progress)));
      }
      return new JobRunner(spec.commandLine(), jobs).run(all);
    }
  }

  private boolean isPicture(Inputs.Item item) {
    return PictureWriter.isPicture(item.output()) && !Target.takes(item.output(), VideoCodec.PNG);
  }

  private void check(Inputs.Item item, VideoCodec chosenCodec) {
    if (isPicture(item)) {
      PictureWriter.check(item.output(), overwrite);
    } else {
      Target.of(item.output(), overwrite, chosenCodec, crf);
    }
  }

  private String paintPicture(Inputs.Item item, Style chosen, Controls wanted, Engine engine) {
    long start = System.nanoTime();
    double time = preview == null ? PictureStylizer.PHOTO : Range.seconds("--preview", preview);
    PictureStylizer.run(
        new PictureStylizer.Job(
            item.input(), item.output(), overwrite, chosen, wanted, fit(), time),
        engine);
    return String.format(
        Locale.ROOT,
        "%s: a %s in %.1f s, %s",
        item.output(),
        preview == null ? "photo" : "frame",
        (System.nanoTime() - start) / 1e9,
        on(engine));
  }

  private String paintVideo(
      Inputs.Item item,
      VideoCodec chosenCodec,
      Style chosen,
      Controls wanted,
      Engine engine,
      FileStylizer.Progress progress) {
    long start = System.nanoTime();
    FileStylizer.Result result =
        FileStylizer.run(
            new FileStylizer.Job(
                item.input(),
                Target.of(item.output(), overwrite, chosenCodec, crf),
                chosen,
                wanted,
                range(),
                rate(),
                fit(),
                salvage,
                restart),
            engine,
            progress);
    double seconds = (System.nanoTime() - start) / 1e9;
    return String.format(
        Locale.ROOT,
        "%s: %d frames of %dx%d%s in %.1f s, %.1f frames/s, %s",
        item.output(),
        result.frames(),
        result.width(),
        result.height(),
        result.notes().isEmpty() ? "" : " (" + String.join("; ", result.notes()) + ")",
        seconds,
        (result.frames() - result.resumed()) / seconds,
        on(engine));
  }

  private String on(Engine engine) {
    return style + " on " + engine.device().describe();
  }

  private Fit fit() {
    return size == null ? null : Fit.of(size);
  }

  private Range range() {
    return new Range(
        from == null ? 0 : Range.seconds("--from", from),
        to == null ? Double.POSITIVE_INFINITY : Range.seconds("--to", to));
  }

  private Ratio rate() {
    return rate == null ? new Ratio(0, 1) : Rates.of(rate);
  }
}
