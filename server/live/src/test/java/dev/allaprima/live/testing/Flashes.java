package dev.allaprima.live.testing;

import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.testing.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A publisher whose picture goes dark in the moment in which its sound beeps, once a second. Its
 * pictures come late, as those of a slow painter do; they bear the time at which they were taken.
 */
public final class Flashes implements AutoCloseable {
  private static final int RATE = 48_000;
  private static final int PIECE = RATE / 100;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final long MILLI = 1_000_000;
  private static final long EVERY = 1_000 * MILLI;
  private static final long LASTS = 120 * MILLI;
  private static final Pattern LEVEL = Pattern.compile("pts_time:([-\\d.]+)\\s+\\S+=(\\S+)");

  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private Intake intake;
  private long begin;
  private long pictures;
  private long pieces;

  /**
   * Begins, once.
   *
   * @param lateMillis by which pictures are handed in late
   */
  public void begin(Intake intake, long lateMillis) {
    this.intake = intake;
    this.begin = intake.now();
    clock.scheduleAtFixedRate(this::picture, lateMillis, 40, TimeUnit.MILLISECONDS);
    clock.scheduleAtFixedRate(this::sound, 0, 10, TimeUnit.MILLISECONDS);
  }

  private void picture() {
    long after = pictures++ * 40 * MILLI;
    byte luma = (byte) (after % EVERY < LASTS ? 30 : 225);
    Frame frame = intake.take(WIDTH, HEIGHT, begin + after);
    for (int at = 0; at < WIDTH * HEIGHT; at++) {
      frame.y().put(at, luma);
    }
    for (int at = 0; at < WIDTH * HEIGHT / 4; at++) {
      frame.u().put(at, (byte) 128);
      frame.v().put(at, (byte) 128);
    }
    intake.picture(frame);
  }

  private void sound() {
    long after = pieces++ * 10 * MILLI;
    short[] samples = new short[PIECE];
    if (after % EVERY < LASTS) {
      for (int i = 0; i < PIECE; i++) {
        samples[i] = (short) (15_000 * Math.sin(2 * Math.PI * 1_000 * i / RATE));
      }
    }
    intake.sound(new Sound(samples, RATE, 1, begin + after));
  }

  /** By how many milliseconds each beep of a file is later than its bright flash. */
  public static List<Long> offsets(Path file) {
    List<Double> bright =
        rises(
            print(file, "-map 0:v -vf signalstats,metadata=print:key=lavfi.signalstats.YAVG"), 128);
    List<Double> loud =
        rises(
            print(
                file,
                "-map 0:a -af asetnsamples=48,astats=metadata=1:reset=1"
                    + ",ametadata=print:key=lavfi.astats.Overall.Peak_level"),
            -30);
    List<Long> offsets = new ArrayList<>();
    for (double flash : bright) {
      loud.stream()
          .map(beep -> Math.round(1000 * (beep - flash)))
          .min(Comparator.comparing(Math::abs))
          .filter(it -> Math.abs(it) < 500)
          .ifPresent(offsets::add);
    }
    return offsets;
  }

  private static String print(Path file, String filter) {
    String arguments = "-i " + file.getFileName() + " " + filter + ":file=- -f null -";
    byte[] printed = Programs.ffmpeg(file.toAbsolutePath().getParent(), arguments.split(" "));
    return new String(printed, StandardCharsets.UTF_8);
  }

  /** When the level that is printed rose above the threshold, in seconds. */
  private static List<Double> rises(String printed, double threshold) {
    List<Double> rises = new ArrayList<>();
    boolean high = true;
    double last = 0;
    Matcher levels = LEVEL.matcher(printed);
    while (levels.find()) {
      double time = Double.parseDouble(levels.group(1));
      String level = levels.group(2);
      boolean now = !level.matches("-inf|nan") && Double.parseDouble(level) > threshold;
      if (now && !high && time - last > 0.3) {
        rises.add(time);
      }
      last = now ? time : last;
      high = now;
    }
    return rises;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
