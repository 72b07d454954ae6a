package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allaprima bench training}: iterations here beside the same work in PyTorch. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Times iterations of training beside the same network, loss, batch and size in PyTorch.",
      "Each side is a process of its own; they take turns, and the medians count."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CASE", description = "Which cases. Default: all.")
  private List<String> names = List.of();

  @Option(names = "--rounds", description = "Turns of each side that count.")
  private int rounds = 5;

  @Option(names = "--threads", description = "Of each side. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      defaultValue = "/usr/bin/python3",
      description = "A Python that has PyTorch.")
  private Path python;

  @Option(
      names = "--peer",
      paramLabel = "FILE",
      defaultValue = "training/bench/torch_peer.py",
      description = "The other side.")
  private Path peer;

  @Override
  public Integer call() {
    List<BenchCase> cases =
        names.isEmpty() ? BenchCase.all() : names.stream().map(BenchCase::named).toList();
    requirePyTorch();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Seconds an iteration, medians of %d rounds, %d threads; peak memory in MiB%n",
        rounds, threads);
    out.printf("%-18s %8s %8s %7s %9s %9s%n", "", "ND4J", "PyTorch", "ratio", "ND4J", "PyTorch");
    out.flush();
    for (BenchCase work : cases) {
      time(work, out);
    }
    return 0;
  }

  private void time(BenchCase work, PrintWriter out) {
    try (BenchPeer ours = new BenchPeer(worker(work), threads);
        BenchPeer theirs = new BenchPeer(script(work), threads)) {
      for (int round = 0; round <= rounds; round++) {
        // The first warms up.
        ours.run(work.each(), round > 0);
        theirs.run(work.each(), round > 0);
      }
      double own = ours.medianSeconds();
      double other = theirs.medianSeconds();
      out.printf(
          "%-18s %8.3f %8.3f %7.2f %9d %9d%n",
          work.name(), own, other, own / other, ours.end(), theirs.end());
      out.flush();
    }
  }

  private static List<String> worker(BenchCase work) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "bench-worker",
            work.name()));
    return command;
  }

  private List<String> script(BenchCase work) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.toString(), peer.toString(), "--threads", "" + threads));
    command.addAll(work.arguments());
    return command;
  }

  private void requirePyTorch() {
    int status = -1;
    try {
      status =
          new ProcessBuilder(python.toString(), "-c", "import torch")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (IOException e) {
      // Not there: told below, like a Python without PyTorch.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (status != 0) {
      throw Fault.of(
          UNAVAILABLE,
          python + " has no PyTorch to compare with",
          "Debian: apt-get install python3-torch; or name a Python that has it with --python");
    }
  }
}
