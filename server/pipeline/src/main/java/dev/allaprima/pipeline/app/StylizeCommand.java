package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.PictureStylizer;
import dev.allaprima.pipeline.encode.Encoder;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Device;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allaprima stylize}: paints a video file or a photo. */
@Command(
    name = "stylize",
    description = {
      "Paints every frame of a video, or a photo.",
      "The sound is copied, the rotation is applied, timing stays as it is; subtitles are left out."
          + " A video of odd width or height loses its last column or row, because H.264 has even"
          + " sizes only."
    })
public final class StylizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "INPUT", description = "the video or photo to paint")
  private Path input;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUTPUT",
      description = "what to write: .mp4, .mov or .mkv for a video, .png or .jpg for a photo")
  private Path output;

  @Option(names = "--style", required = true, paramLabel = "NAME", description = "the style")
  private String style;

  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;

  @Option(
      names = "--crf",
      paramLabel = "N",
      defaultValue = "" + Encoder.DEFAULT_CRF,
      description = "quality of the H.264: 0 is lossless, 51 the worst; default: ${DEFAULT-VALUE}")
  private int crf;

  @Option(names = "--overwrite", description = "replace the output if it exists")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (crf < 0 || crf > 51) {
      throw Fault.of(INVALID, "--crf is " + crf, "Give 0 (lossless) to 51 (worst)");
    }
    boolean photo = PictureWriter.isPicture(output);
    if (photo) {
      PictureWriter.check(output, overwrite);
    } else {
      Encoder.check(output, overwrite);
    }
    Style chosen = styles.catalogue().style(style);
    Device engine = device.device();
    long start = System.nanoTime();
    FileStylizer.Result result;
    if (photo) {
      PictureStylizer.run(new PictureStylizer.Job(input, output, overwrite, chosen, engine));
      result = null;
    } else {
      FileStylizer.Job job = new FileStylizer.Job(input, output, overwrite, chosen, engine, crf);
      try (ProgressDisplay display = ProgressDisplay.on(spec.commandLine().getErr())) {
        result = FileStylizer.run(job, display);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    spec.commandLine().getOut().println(summary(result, seconds, engine));
    return 0;
  }

  private String summary(FileStylizer.Result result, double seconds, Device engine) {
    String on = ", " + style + " on " + engine.describe();
    if (result == null) {
      return String.format(Locale.ROOT, "%s: a photo in %.1f s%s", output, seconds, on);
    }
    return String.format(
        Locale.ROOT,
        "%s: %d frames of %dx%d%s in %.1f s, %.1f frames/s%s",
        output,
        result.frames(),
        result.width(),
        result.height(),
        result.cropped() ? " (cropped to even sizes)" : "",
        seconds,
        result.frames() / seconds,
        on);
  }
}
