package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.bench.BenchClip;
import dev.allaprima.pipeline.bench.BenchPlot;
import dev.allaprima.pipeline.bench.Machine;
import dev.allaprima.pipeline.bench.MemoryRun;
import dev.allaprima.pipeline.stylize.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima bench memory}: whether memory stays flat on a long video. */
@Command(
    name = "memory",
    description = "Paints a long video of small pictures and watches this process's memory.")
public final class BenchMemoryCommand implements Callable<Integer> {
  /** Fewer say nothing: the first half is for warming up. */
  private static final int FEWEST = 100;

  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;

  @Option(names = "--style", paramLabel = "NAME", description = "default: the catalogue's first")
  private String style;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "90000",
      description = "how many; default: ${DEFAULT-VALUE}, an hour at 25 a second")
  private int frames;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "64x64",
      description = "of the pictures; default: ${DEFAULT-VALUE}")
  private String size;

  @Option(
      names = "--plot",
      paramLabel = "PNG",
      defaultValue = "memory.png",
      description = "where the plot goes; default: ${DEFAULT-VALUE}")
  private Path plot;

  @Override
  public Integer call() {
    if (frames < FEWEST) {
      throw Fault.of(INVALID, "--frames is " + frames, "Give " + FEWEST + " or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    Style chosen = styles.catalogue().styleOrFirst(style);
    Device engine = device.device();
    int[] wanted = BenchClip.size(size);
    out.println(LocalDate.now() + ", " + Machine.processor() + ", " + engine.describe());
    long start = System.nanoTime();
    MemoryRun.Result result;
    try (BenchFolder folder = BenchFolder.make()) {
      result = MemoryRun.run(folder.path(), wanted[0], wanted[1], frames, chosen, engine);
    }
    BenchPlot chart = new BenchPlot();
    String title = "%s, %s: memory of the process".formatted(chosen.name(), size);
    chart.addCurve(title, "frames painted", "MiB", result.frames(), result.mebibytes());
    chart.write(plot);
    out.printf(
        Locale.ROOT,
        "%s, %d frames of %s in %.0f s: %.1f MiB in the second quarter, %.1f MiB in the last (%+.1f),"
            + " peak %.1f MiB%n",
        chosen.name(),
        frames,
        size,
        (System.nanoTime() - start) / 1e9,
        result.early(),
        result.late(),
        result.late() - result.early(),
        Machine.peakMemory());
    out.println("plot: " + plot);
    return 0;
  }
}
