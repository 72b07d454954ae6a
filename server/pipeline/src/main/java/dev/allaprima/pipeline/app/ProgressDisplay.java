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
  private final String label;
  private final ProgressBar bar;
  private final long start = System.nanoTime();
  private long lastLine = start;
  // Frames of an earlier run, which say nothing of this one's speed.
  private long before;

  private ProgressDisplay(PrintWriter lines, String label, ProgressBar bar) {
    this.lines = lines;
    this.label = label;
    this.bar = bar;
  }

  /**
   * A display on the terminal if there is one, else on the given output.
   *
   * @param label before each line, to tell one work from another; may be empty
   */
  static ProgressDisplay on(PrintWriter lines, String label) {
    if (!isTerminal()) {
      return new ProgressDisplay(lines, label, null);
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(label + "Painting")
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" frames", 1)
            .setInitialMax(-1)
            .showSpeed()
            .clearDisplayOnFinish()
            .build();
    return new ProgressDisplay(lines, label, bar);
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
      lines.println(label + line(before, frames, expected, (now - start) / 1e9));
      lines.flush();
    }
  }

  @Override
  public void resumed(long frames) {
    before = frames;
    say("goes on behind " + frames + " frames that an earlier run has finished");
  }

  @Override
  public void kept(long frames) {
    say(frames + " finished frames are kept: the same command goes on from there");
  }

  private void say(String what) {
    lines.println("allaprima: " + label + what);
    lines.flush();
  }

  /** The line for so many frames, some of them from before, after so many seconds. */
  static String line(long before, long frames, long expected, double seconds) {
    double rate = (frames - before) / seconds;
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
