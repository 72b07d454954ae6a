package dev.allaprima.pipeline.app;

import dev.allaprima.pipeline.FileStylizer;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far the work is, with frames a second and the time left: a bar on a terminal, elsewhere a
 * line now and then.
 */
final class ProgressDisplay implements FileStylizer.Progress, AutoCloseable {
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintWriter lines;
  private final ProgressBar bar;
  private final long start = System.nanoTime();
  private long lastLine = start;

  private ProgressDisplay(PrintWriter lines, ProgressBar bar) {
    this.lines = lines;
    this.bar = bar;
  }

  /** A display on the terminal if there is one, else on the given output. */
  static ProgressDisplay on(PrintWriter lines) {
    if (!isTerminal()) {
      return new ProgressDisplay(lines, null);
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Painting")
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" frames", 1)
            .setInitialMax(-1)
            .showSpeed()
            .clearDisplayOnFinish()
            .build();
    return new ProgressDisplay(lines, bar);
  }

  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console without a terminal too, and this method to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @Override
  public void written(long frames, long expected) {
    if (bar != null) {
      if (expected >= 0) {
        bar.maxHint(Math.max(frames, expected));
      }
      bar.stepTo(frames);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= NANOS_BETWEEN_LINES) {
      lastLine = now;
      lines.println(line(frames, expected, (now - start) / 1e9));
      lines.flush();
    }
  }

  /** The line for so many frames after so many seconds. */
  static String line(long frames, long expected, double seconds) {
    double rate = frames / seconds;
    String speed = String.format(Locale.ROOT, "%.1f frames/s", rate);
    if (expected < frames) {
      return frames + " frames, " + speed;
    }
    long left = Math.round((expected - frames) / rate);
    return "%d of %d frames, %s, %d:%02d left"
        .formatted(frames, expected, speed, left / 60, left % 60);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
