package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process that does a case's work when told to, and waits between. */
final class BenchPeer implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final OutputStream orders;
  private final List<Double> seconds = new ArrayList<>();
  private final String what;

  /** Starts it; returns when it is ready. */
  BenchPeer(List<String> command, int threads) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE, command.get(0) + " cannot be started (" + e + ")", "Install it", e);
    }
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    orders = process.getOutputStream();
    String line = answer();
    while (!line.startsWith("ready ")) {
      line = answer();
    }
    what = line.substring("ready ".length());
  }

  /** How it calls itself. */
  String what() {
    return what;
  }

  /** Works through so many iterations, whose times count only if {@code kept}. */
  void run(int iterations, boolean kept) {
    order("run " + iterations);
    for (int i = 0; i < iterations; i++) {
      double time = Double.parseDouble(answer());
      if (kept) {
        seconds.add(time);
      }
    }
  }

  /** Of the kept iterations. */
  double medianSeconds() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Ends it and says the most memory that it held, in MiB. */
  long end() {
    order("end");
    return Long.parseLong(answer());
  }

  private void order(String line) {
    try {
      orders.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      orders.flush();
    } catch (IOException e) {
      throw died(e);
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw died(null);
      }
      return line;
    } catch (IOException e) {
      throw died(e);
    }
  }

  private Fault died(IOException cause) {
    return Fault.of(
        UNAVAILABLE, "a process of the benchmark ended early", "Its last words are above", cause);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
