package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells how a training goes: a bar on a terminal, a line now and then elsewhere; at every
 * checkpoint it saves the state, paints the sample photos and refreshes the draft.
 */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private static final int LINE_EVERY = 25;

  private final TrainingConfig config;
  private final Trainer trainer;
  private final RunFolder files;
  private final PrintWriter out;
  private final ProgressBar bar;
  private final List<Double> seconds = new ArrayList<>();
  private final double[] smooth = new double[3];
  private Runnable onCheckpoint = () -> {};
  private Picture[] samples;

  TrainingProgress(TrainingConfig config, Trainer trainer, RunFolder files, PrintWriter out) {
    this.config = config;
    this.trainer = trainer;
    this.files = files;
    this.out = out;
    this.bar =
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName("Training")
                .setInitialMax(config.iterations())
                .startsFrom(trainer.step(), java.time.Duration.ZERO)
                .setUnit(" it", 1)
                .showSpeed()
                .setStyle(ProgressBarStyle.ASCII)
                .build();
  }

  void onCheckpoint(Runnable action) {
    onCheckpoint = action;
  }

  void samples(Picture... pictures) {
    samples = pictures;
  }

  @Override
  public void stepped(int step, double content, double style, double variation, double took) {
    seconds.add(took);
    double[] parts = {content, style, variation};
    for (int i = 0; i < parts.length; i++) {
      smooth[i] = seconds.size() == 1 ? parts[i] : 0.95 * smooth[i] + 0.05 * parts[i];
    }
    files.writeLoss(step, content, style, variation, took);
    String losses =
        String.format(
            Locale.ROOT, "content %.3f style %.3f variation %.3f", smooth[0], smooth[1], smooth[2]);
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(losses);
    } else if (step % LINE_EVERY == 0) {
      double median = median();
      double left = median * (config.iterations() - step) / 60;
      out.printf(
          Locale.ROOT,
          "%d/%d %s, %.2f s an iteration, %.0f min left%n",
          step,
          config.iterations(),
          losses,
          median,
          left);
      out.flush();
    }
  }

  @Override
  public void checkpoint(int step) {
    trainer.save(files.checkpoint());
    for (int i = 0; samples != null && i < samples.length; i++) {
      Publisher.paint(trainer.network(), samples[i])
          .writePng(files.samples().resolve(String.format("%06d-%d.png", step, i)));
    }
    onCheckpoint.run();
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
        peakMemory());
  }

  private static String peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MiB")
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown on this system";
    }
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
