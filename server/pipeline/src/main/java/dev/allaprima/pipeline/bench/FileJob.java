package dev.allaprima.pipeline.bench;

import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.compose.Composer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoWriter;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Times the painting of a file as a whole, and each stage of it alone, in turns. */
public final class FileJob {
  /** Every control that costs time where it is used, but for a smaller painting. */
  private static final Controls ALL =
      Controls.of(StyleMix.of(1)).withStrength(0.8).withSteadiness(1);

  /**
   * Milliseconds a frame; medians over the rounds.
   *
   * @param inference the network alone, from memory to memory
   * @param file from file to file, opening it and loading the network included
   * @param decode decoding alone
   * @param convert bringing what was decoded to I420 in BT.601
   * @param compose the controls as the file had them: none
   * @param controls strength and steadiness
   * @param encode encoding painted frames
   */
  public record Times(
      double inference,
      double file,
      double decode,
      double convert,
      double compose,
      double controls,
      double encode) {
    /** How near the file comes to the bare network: 1 if all else costs nothing. */
    public double ratio() {
      return inference / file;
    }
  }

  /**
   * What was measured.
   *
   * @param frames painted in a round
   * @param peakMebibytes of this process while it painted the file; 0 if not known
   */
  public record Result(Times times, long frames, int width, int height, double peakMebibytes) {}

  private final Path clip;
  private final Style style;
  private final Device device;
  private final Path output;

  /**
   * @param clip a video; what is painted is written beside it
   */
  public FileJob(Path clip, Style style, Device device) {
    this.clip = clip;
    this.style = style;
    this.device = device;
    this.output = clip.resolveSibling("painted.mp4");
  }

  /** Measures everything {@code rounds} times. */
  public Result measure(int rounds) {
    Machine.forgetPeak();
    FileStylizer.Result painted = paintFile();
    double peak = Machine.peakMemory();
    int count = Math.toIntExact(painted.frames());
    List<Times> times = new ArrayList<>();
    try (FramePool pool = new FramePool("bench", 2 * count + 4);
        Stylizer stylizer = Stylizer.open(style, device)) {
      List<Frame> sources = BenchClip.read(clip, pool);
      List<Frame> targets = new ArrayList<>();
      for (Frame source : sources) {
        targets.add(pool.take(source.width(), source.height(), source.timeNanos()));
      }
      // The first picture of a size makes its tensors; that is no part of painting.
      stylizer.paint(sources.get(0), targets.get(0));
      for (int round = 0; round < rounds; round++) {
        times.add(round(stylizer, sources, targets, pool));
      }
      sources.forEach(Frame::release);
      targets.forEach(Frame::release);
    }
    return new Result(median(times), count, painted.width(), painted.height(), peak);
  }

  private Times round(Stylizer stylizer, List<Frame> sources, List<Frame> targets, FramePool pool) {
    int count = sources.size();
    double inference =
        millis(
            () -> {
              for (int i = 0; i < count; i++) {
                stylizer.paint(sources.get(i), targets.get(i));
              }
            });
    double file = millis(this::paintFile);
    double[] decode = decode(pool);
    double compose = compose(Controls.of(StyleMix.of(1)), sources, targets, pool);
    double controls = compose(ALL, sources, targets, pool);
    double encode = millis(() -> encode(targets));
    return new Times(
        inference / count,
        file / count,
        decode[0] / count,
        decode[1] / count,
        compose / count,
        controls / count,
        encode / count);
  }

  private FileStylizer.Result paintFile() {
    return FileStylizer.run(
        FileStylizer.Job.of(clip, Target.of(output, true, null, -1), style),
        device,
        (written, expected) -> {});
  }

  /** Milliseconds of decoding and of converting the whole clip. */
  private double[] decode(FramePool pool) {
    double[] converting = {0};
    double all =
        millis(
            () -> {
              try (Decoder decoder = Decoder.open(clip)) {
                while (decoder.step()) {
                  converting[0] += millis(() -> decoder.frame(pool).release());
                }
              }
            });
    return new double[] {all - converting[0], converting[0]};
  }

  /** Milliseconds of composing all targets, whose painting is a copy that is not counted. */
  private static double compose(
      Controls controls, List<Frame> sources, List<Frame> targets, FramePool pool) {
    double[] painting = {0};
    try (Composer composer = new Composer(controls)) {
      double all =
          millis(
              () -> {
                for (int i = 0; i < sources.size(); i++) {
                  Frame target = targets.get(i);
                  Composer.Painter copy =
                      (from, to, mix) -> painting[0] += millis(() -> copy(target, to));
                  composer.paint(sources.get(i), pool, copy).release();
                }
              });
      return all - painting[0];
    }
  }

  private static void copy(Frame from, Frame to) {
    to.y().put(from.y());
    to.u().put(from.u());
    to.v().put(from.v());
  }

  private void encode(List<Frame> frames) {
    try (Decoder decoder = Decoder.open(clip);
        VideoWriter writer =
            VideoWriter.open(Target.of(output, true, null, -1), decoder.format())) {
      for (int i = 0; i < frames.size(); i++) {
        writer.write(frames.get(i), i, 1);
      }
      writer.finish();
    }
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static Times median(List<Times> times) {
    return new Times(
        median(times, Times::inference),
        median(times, Times::file),
        median(times, Times::decode),
        median(times, Times::convert),
        median(times, Times::compose),
        median(times, Times::controls),
        median(times, Times::encode));
  }

  private static double median(List<Times> times, ToDoubleFunction<Times> field) {
    double[] sorted = times.stream().mapToDouble(field).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
