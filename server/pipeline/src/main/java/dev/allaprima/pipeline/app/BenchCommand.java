package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.bench.BenchClip;
import dev.allaprima.pipeline.bench.BenchPlot;
import dev.allaprima.pipeline.bench.FileJob;
import dev.allaprima.pipeline.bench.Machine;
import dev.allaprima.pipeline.bench.Peer;
import dev.allaprima.pipeline.stylize.Device;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code allaprima bench}: the way of a file beside the bare network, and beside others. */
@Command(
    name = "bench",
    subcommands = BenchMemoryCommand.class,
    description = {
      "Times the bare network, a whole file job on the same frames, and each stage of it alone.",
      "Without --input it draws a clip of its own. Figures are medians over the rounds; those of"
          + " file to file include opening the file and loading the network.",
      "Then paints with a reference network, and has PyTorch and OpenCV do the same where they are"
          + " installed: same network, same file, same encoder."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String HEAD =
      "%-28s %9s %9s %6s | %7s %7s %7s %8s %7s | %8s%n"
          .formatted(
              "ms a frame",
              "inference",
              "file job",
              "ratio",
              "decode",
              "convert",
              "compose",
              "controls",
              "encode",
              "peak MiB");

  @Spec private CommandSpec spec;
  @Mixin private HelpOption help;
  @Mixin private StylesOption styles;
  @Mixin private DeviceOption device;

  @Option(names = "--style", paramLabel = "NAME", description = "default: the catalogue's first")
  private String style;

  @Option(names = "--input", paramLabel = "FILE", description = "a video to take the frames from")
  private Path input;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "WxH",
      defaultValue = "640x360,1280x720",
      description = "of the drawn clips; the first is the reference's; default: ${DEFAULT-VALUE}")
  private List<String> sizes;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "60",
      description = "of a clip; default: ${DEFAULT-VALUE}")
  private int frames;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each is timed; default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--reference",
      paramLabel = "ONNX",
      description = {
        "Johnson's network as PyTorch's examples export it; default: $ALLAPRIMA_REFERENCE"
      })
  private Path reference = environment("ALLAPRIMA_REFERENCE");

  @Option(
      names = "--reference-frames",
      paramLabel = "N",
      defaultValue = "20",
      description = "of the reference's clip; default: ${DEFAULT-VALUE}")
  private int referenceFrames;

  @Option(names = "--no-peers", description = "leave out the reference and others")
  private boolean noPeers;

  @Option(
      names = "--plot",
      paramLabel = "PNG",
      defaultValue = "bench.png",
      description = "where the plot goes; default: ${DEFAULT-VALUE}")
  private Path plot;

  private final Path scripts = environment("ALLAPRIMA_BENCH_SCRIPTS");
  private final BenchPlot charts = new BenchPlot();
  private PrintWriter out;

  private static Path environment(String name) {
    String value = System.getenv(name);
    return value == null ? null : Path.of(value);
  }

  @Override
  public Integer call() {
    if (frames < 1 || rounds < 1 || referenceFrames < 1) {
      throw Fault.of(INVALID, "--frames and --rounds are counts", "Give 1 or more");
    }
    out = spec.commandLine().getOut();
    Style chosen = styles.catalogue().styleOrFirst(style);
    Device engine = device.device();
    try (BenchFolder folder = BenchFolder.make()) {
      List<String> arguments = spec.commandLine().getParseResult().originalArgs();
      out.println(LocalDate.now() + ", " + Machine.processor() + ", " + engine.describe());
      out.println(spec.root().name() + " " + String.join(" ", arguments));
      out.println();
      out.print(HEAD);
      styles(chosen, engine, folder.path());
      if (!noPeers) {
        peers(engine, folder.path());
      }
    }
    charts.write(plot);
    out.println();
    out.println("plot: " + plot);
    return 0;
  }

  /** The style, in every precision that its network has, at every size. */
  private void styles(Style chosen, Device engine, Path folder) {
    List<String> groups = new ArrayList<>();
    Map<String, List<Double>> bars = new LinkedHashMap<>();
    bars.put("bare inference", new ArrayList<>());
    bars.put("file to file", new ArrayList<>());
    for (String size : input == null ? sizes : List.of("")) {
      Path clip = clip(folder, size, frames);
      for (Precision precision : Precision.values()) {
        if (chosen.network().has(precision) && runs(precision, engine)) {
          FileJob job = new FileJob(clip, chosen, engine.withPrecision(precision));
          FileJob.Result result = job.measure(rounds);
          String shown = result.width() + "x" + result.height();
          row(chosen.name() + " " + precision + " " + shown, result);
          groups.add(precision + " " + shown);
          bars.get("bare inference").add(rounded(result.times().inference()));
          bars.get("file to file").add(rounded(result.times().file()));
        }
      }
    }
    charts.addBars(chosen.name(), "ms a frame", groups, bars);
  }

  /** Halves are for cards: a processor computes them one by one. */
  private static boolean runs(Precision precision, Device engine) {
    return precision != Precision.FP16 || engine.isCuda();
  }

  private Path clip(Path folder, String size, int count) {
    Path clip = folder.resolve("clip.mp4");
    if (input == null) {
      int[] wanted = BenchClip.size(size);
      BenchClip.draw(clip, wanted[0], wanted[1], count);
    } else {
      BenchClip.cut(input, clip, count);
    }
    return clip;
  }

  private void row(String what, FileJob.Result result) {
    FileJob.Times times = result.times();
    out.printf(
        Locale.ROOT,
        "%-28s %9.2f %9.2f %6.3f | %7.2f %7.2f %7.2f %8.2f %7.2f | %8.0f%n",
        what,
        times.inference(),
        times.file(),
        times.ratio(),
        times.decode(),
        times.convert(),
        times.compose(),
        times.controls(),
        times.encode(),
        result.peakMebibytes());
    out.flush();
  }

  /** The reference network, by this program and by others. */
  private void peers(Device engine, Path folder) {
    out.println();
    if (reference == null || !Files.isRegularFile(reference)) {
      out.println("no peers: there is no reference network; name one with --reference");
      return;
    }
    if (!Peer.hasScripts(scripts)) {
      out.println("no peers: $ALLAPRIMA_BENCH_SCRIPTS does not name the folder of their scripts");
      return;
    }
    Path clip = clip(folder, sizes.get(0), referenceFrames);
    Path catalogue = folder.resolve("styles");
    Peer.wrap(scripts, reference, catalogue, "reference");
    Style wrapped = Catalogue.at(catalogue).style("reference");
    FileJob.Result ours =
        new FileJob(clip, wrapped, engine.withPrecision(Precision.FP32)).measure(rounds);
    row("reference fp32 " + ours.width() + "x" + ours.height(), ours);
    List<String> groups = new ArrayList<>(List.of("bare inference", "allaprima"));
    List<Double> bars = new ArrayList<>();
    bars.add(rounded(ours.times().inference()));
    bars.add(rounded(ours.times().file()));
    out.println();
    for (Peer peer : Peer.values()) {
      peer(peer, clip, engine, ours.times().file(), groups, bars);
    }
    charts.addBars(
        reference.getFileName().toString(), "ms a frame", groups, Map.of("file to file", bars));
  }

  private void peer(
      Peer peer, Path clip, Device engine, double ours, List<String> groups, List<Double> bars) {
    String lack = peer.lack();
    if (lack != null) {
      out.println(peer + ": not measured, it is not installed. Run: " + lack);
      return;
    }
    double[] millis = new double[rounds];
    Peer.Result result = null;
    for (int round = 0; round < rounds; round++) {
      result =
          peer.paint(scripts, reference, clip, clip.resolveSibling("peer.mp4"), engine.threads());
      millis[round] = 1000 * result.seconds() / result.frames();
    }
    java.util.Arrays.sort(millis);
    double median = millis[millis.length / 2];
    out.printf(
        Locale.ROOT,
        "%-28s %19.2f ms a frame file to file, %.2f of allaprima's; peak %.0f MiB%n",
        result.version(),
        median,
        median / ours,
        result.peakMebibytes());
    out.flush();
    groups.add(result.version());
    bars.add(rounded(median));
  }

  private static double rounded(double millis) {
    return Math.round(millis * 10) / 10.0;
  }
}
