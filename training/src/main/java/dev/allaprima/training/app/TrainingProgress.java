package dev.allaprima.training.app;

import dev.allaprima.training.loop.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells how a training goes: the parts of the loss, iterations a second, time left; as a bar on a
 * terminal, a line now and then elsewhere.
 */
final class TrainingProgress implements TrainingListener {
  private static final int LINE_EVERY = 25;

  /** Losses jump with the photos of a step: what is shown is over some twenty steps. */
  private static final double MEMORY = 0.95;

  private final int iterations;
  private final PrintWriter out;
  private final ProgressBar bar;
  private final List<Double> seconds = new ArrayList<>();
  private final Map<String, Double> smooth = new LinkedHashMap<>();

  TrainingProgress(int iterations, int done, PrintWriter out) {
    this.iterations = iterations;
    this.out = out;
    this.bar =
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName("Training")
                .setInitialMax(iterations)
                .startsFrom(done, Duration.ZERO)
                .setUnit(" it", 1)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .build();
  }

  @Override
  public void stepped(Step step) {
    seconds.add(step.seconds());
    step.losses()
        .parts()
        .forEach(
            (part, loss) ->
                smooth.merge(part, loss, (old, now) -> MEMORY * old + (1 - MEMORY) * now));
    String losses =
        smooth.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(" "));
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(losses);
    } else if (step.number() % LINE_EVERY == 0) {
      double median = median();
      out.printf(
          Locale.ROOT,
          "%d/%d %s, %.2f iterations/s, %s left%n",
          step.number(),
          iterations,
          losses,
          1 / median,
          left(median * (iterations - step.number())));
      out.flush();
    }
  }

  private static String left(double seconds) {
    long minutes = Math.round(seconds / 60);
    return minutes < 120
        ? minutes + " min"
        : String.format("%d h %02d", minutes / 60, minutes % 60);
  }

  /** One line: how fast it was and how much memory it took at most. */
  String summary() {
    if (seconds.isEmpty()) {
      return "No iteration was left to do";
    }
    return String.format(
        Locale.ROOT,
        "%d iterations, %.2f s each (median), peak memory %s",
        seconds.size(),
        median(),
        Memory.peak());
  }

  /** Seconds an iteration, the median of this process's. */
  private double median() {
    double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
