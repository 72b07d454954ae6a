package dev.allaprima.training.app;

import dev.allaprima.training.gatys.Gatys;
import dev.allaprima.training.gatys.Gatys.Step;
import dev.allaprima.training.gatys.PictureLoss.Parts;
import dev.allaprima.training.plot.LossPlot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Runs a painting and tells how it goes: a bar on a terminal, a line now and then elsewhere; keeps
 * its state, its intermediate pictures and its curve. Told to end (Ctrl-C, {@code kill}), it
 * finishes the step and keeps the state.
 */
final class PaintProgress implements Gatys.Listener {
  private static final int LINE_EVERY = 25;

  private final Gatys gatys;
  private final PrintWriter out;
  private final Path state;
  private final int saveEvery;
  private final Path folder;
  private final int every;
  private final Path plot;
  private final List<Double> secondsPerPixel = new ArrayList<>();
  private final long begin = System.nanoTime();
  private ProgressBar bar;
  private boolean done;
  private volatile boolean stop;
  private volatile double secondsLeft = Double.NaN;

  /**
   * A run.
   *
   * @param saveEvery steps between states
   * @param folder of intermediate pictures; null for none
   * @param every steps between them
   * @param plot of the losses; null for none
   */
  PaintProgress(
      Gatys gatys, PrintWriter out, Path state, int saveEvery, Path folder, int every, Path plot) {
    this.gatys = gatys;
    this.out = out;
    this.state = state;
    this.saveEvery = saveEvery;
    this.folder = folder;
    this.every = every;
    this.plot = plot;
  }

  /** Paints; false if it was told to end before it was done. */
  boolean run() {
    Stopping.gently(() -> stop = true, this::paint);
    return done;
  }

  private void paint() {
    try {
      done = gatys.paint(this);
      if (!done) {
        gatys.save(state);
      }
      draw();
    } finally {
      closeBar();
    }
    if (!done) {
      out.printf("Stopped after step %d: --resume goes on%n", gatys.history().size());
      out.flush();
    }
  }

  @Override
  public boolean stepped(Step step) {
    secondsPerPixel.add(step.seconds() / (step.width() * step.height()));
    secondsLeft = median() * step.pixelsLeft();
    tell(step);
    if (step.number() % saveEvery == 0) {
      gatys.save(state);
    }
    if (folder != null && step.number() % every == 0) {
      String name = String.format(Locale.ROOT, "%05d.png", step.number());
      gatys.picture().writePng(folder.resolve(name));
      draw();
    }
    return !stop;
  }

  private void tell(Step step) {
    Parts parts = step.parts();
    String losses =
        String.format(
            Locale.ROOT,
            "%dx%d loss %.4g (content %.3g, style %.3g, variation %.3g)",
            step.width(),
            step.height(),
            parts.total(),
            parts.content(),
            parts.style(),
            parts.variation());
    if (System.console() != null) {
      openBar(step).stepTo(step.number()).setExtraMessage(losses);
    } else if (step.number() % LINE_EVERY == 0 || step.number() == step.of()) {
      out.printf(
          Locale.ROOT,
          "%d/%d %s, %.2f s a step, %s left%n",
          step.number(),
          step.of(),
          losses,
          step.seconds(),
          clock(secondsLeft));
      out.flush();
    }
  }

  private ProgressBar openBar(Step step) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Painting")
              .setInitialMax(step.of())
              .startsFrom(step.number() - 1, Duration.ZERO)
              .setUnit(" steps", 1)
              .setEtaFunction(
                  progress ->
                      Optional.of(secondsLeft)
                          .filter(Double::isFinite)
                          .map(left -> Duration.ofSeconds(Math.round(left))))
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    }
    return bar;
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
    }
  }

  /** The curves of all steps, those before a resumption too. */
  private void draw() {
    if (plot == null) {
      return;
    }
    LossPlot curves = new LossPlot("Loss of each step");
    List<Parts> history = gatys.history();
    for (int i = 0; i < history.size(); i++) {
      Parts parts = history.get(i);
      curves.add("total", i + 1, parts.total());
      curves.add("content", i + 1, parts.content());
      curves.add("style", i + 1, parts.style());
      curves.add("variation", i + 1, parts.variation());
    }
    curves.write(plot);
  }

  /** One line: steps, the last loss and the time. */
  String summary() {
    List<Parts> history = gatys.history();
    return String.format(
        Locale.ROOT,
        "%d steps, loss %.4g, %s",
        history.size(),
        history.get(history.size() - 1).total(),
        clock((System.nanoTime() - begin) / 1e9));
  }

  private double median() {
    return secondsPerPixel.stream()
        .sorted()
        .skip(secondsPerPixel.size() / 2)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
  }
}
