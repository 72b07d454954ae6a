package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima bench}: what the way of a file costs beyond the network itself. */
@Command(
    name = "bench",
    description = {
      "Times painting from memory to memory, and from file to file, in turns.",
      "Without --input it draws a clip of its own. The figures are medians over the rounds; those"
          + " of file to file include opening the file and loading the network."
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;

  @Option(names = "--style", paramLabel = "NAME", description = "default: the catalogue's first")
  private String style;

  @Option(names = "--input", paramLabel = "FILE", description = "a video to take the frames from")
  private Path input;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "640x360",
      description = "of the drawn clip; default: ${DEFAULT-VALUE}")
  private String size;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "100",
      description = "how many; default: ${DEFAULT-VALUE}")
  private int frames;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each is timed; default: ${DEFAULT-VALUE}")
  private int rounds;

  @Override
  public Integer call() {
    if (frames < 1 || rounds < 1) {
      throw Fault.of(INVALID, "--frames and --rounds are counts", "Give 1 or more");
    }
    Style chosen = styles.catalogue().styleOrFirst(style);
    Device engine = device.device();
    Path folder = temporaryFolder();
    try {
      Path clip = folder.resolve("clip.mp4");
      int count = frames;
      if (input == null) {
        int[] wanted = BenchClip.size(size);
        BenchClip.draw(clip, wanted[0], wanted[1], frames);
      } else {
        count = BenchClip.cut(input, clip, frames);
      }
      bench(chosen, engine, clip, count);
      return 0;
    } finally {
      delete(folder);
    }
  }

  private void bench(Style chosen, Device engine, Path clip, int count) {
    double[] memory = new double[rounds];
    double[] file = new double[rounds];
    FileStylizer.Result result = null;
    try (FramePool pool = new FramePool("bench", count + 1);
        Stylizer stylizer = Stylizer.open(chosen, engine)) {
      List<Frame> sources = BenchClip.read(clip, pool);
      Frame target = pool.take(sources.get(0).width(), sources.get(0).height(), 0);
      // The first picture of a size makes its tensors; that is no part of painting.
      stylizer.paint(sources.get(0), target);
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        sources.forEach(source -> stylizer.paint(source, target));
        memory[round] = (System.nanoTime() - start) / 1e6 / count;
        start = System.nanoTime();
        result =
            FileStylizer.run(
                FileStylizer.Job.of(
                    clip, Target.of(clip.resolveSibling("painted.mp4"), true, null, -1), chosen),
                engine,
                (written, expected) -> {});
        file[round] = (System.nanoTime() - start) / 1e6 / count;
      }
      sources.forEach(Frame::release);
      target.release();
    }
    print(chosen, engine, result, median(memory), median(file));
  }

  private void print(
      Style chosen, Device engine, FileStylizer.Result result, double memory, double file) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> arguments = spec.commandLine().getParseResult().originalArgs();
    out.println(LocalDate.now() + ", " + Machine.processor() + ", " + engine.describe());
    out.println(spec.root().name() + " " + String.join(" ", arguments));
    out.println(
        "style %s, %d frames of %dx%d, %d rounds in turns"
            .formatted(chosen.name(), result.frames(), result.width(), result.height(), rounds));
    out.println(line("memory to memory", memory));
    out.println(line("file to file", file));
    out.println(String.format(Locale.ROOT, "%-18s%8.2f", "ratio", file / memory));
    out.println(String.format(Locale.ROOT, "%-18s%11s", "peak memory", Machine.peakMemory()));
  }

  private static String line(String what, double millis) {
    return String.format(
        Locale.ROOT, "%-18s%8.2f ms a frame%9.1f frames/s", what, millis, 1000 / millis);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("allaprima-bench-");
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, "no temporary folder (" + e + ")", "Check the disk's space", e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("clip.mp4"));
      Files.deleteIfExists(folder.resolve("painted.mp4"));
      Files.delete(folder);
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, folder + " cannot be deleted (" + e + ")", "Delete it", e);
    }
  }
}
