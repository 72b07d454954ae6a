package dev.allaprima.pipeline.bench;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.encode.VideoWriter;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import dev.allaprima.pipeline.stylize.Device;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much memory this process holds while it paints a long video of small pictures. */
public final class MemoryRun {
  private static final int RATE = 25;
  private static final int SAMPLES = 400;
  private static final int CRF = 30;

  /**
   * What was seen.
   *
   * @param frames painted so far, at each sample
   * @param mebibytes held then
   */
  public record Result(List<Double> frames, List<Double> mebibytes) {
    /** Median over the second quarter: what loads and warms up has done so by then. */
    public double early() {
      return median(0.25, 0.5);
    }

    /** Median over the last quarter. */
    public double late() {
      return median(0.75, 1);
    }

    private double median(double from, double to) {
      int size = mebibytes.size();
      double[] part =
          mebibytes.subList((int) (from * size), (int) (to * size)).stream()
              .mapToDouble(Double::doubleValue)
              .sorted()
              .toArray();
      return part[part.length / 2];
    }
  }

  private MemoryRun() {}

  /**
   * Draws the video in the folder, paints it, and leaves both there.
   *
   * @param frames at least 100
   */
  public static Result run(
      Path folder, int width, int height, int frames, Style style, Device device) {
    Path clip = folder.resolve("clip.mp4");
    draw(clip, width, height, frames);
    List<Double> at = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    int step = Math.max(1, frames / SAMPLES);
    FileStylizer.run(
        FileStylizer.Job.of(
            clip, Target.of(folder.resolve("painted.mp4"), true, VideoCodec.H264, CRF), style),
        device,
        (written, expected) -> {
          if (written % step == 0) {
            at.add((double) written);
            memory.add(Machine.memory());
          }
        });
    return new Result(at, memory);
  }

  /** A slope that drifts: cheap to draw, and no two frames are the same. */
  private static void draw(Path file, int width, int height, int frames) {
    VideoFormat format =
        new VideoFormat(
            width, height, new Ratio(1, RATE), new Ratio(RATE, 1), new Ratio(1, 1), 2, 2, frames);
    try (FramePool pool = new FramePool("memory", 1);
        VideoWriter writer =
            VideoWriter.open(Target.of(file, true, VideoCodec.H264, CRF), format)) {
      for (int i = 0; i < frames; i++) {
        Frame frame = pool.take(width, height, i * (1_000_000_000L / RATE));
        draw(frame.y(), width, i, 16, 220);
        draw(frame.u(), frame.chromaWidth(), i / 3, 64, 128);
        draw(frame.v(), frame.chromaWidth(), i / 5, 64, 128);
        writer.write(frame, i, 1);
        frame.release();
      }
      writer.finish();
    }
  }

  private static void draw(ByteBuffer plane, int width, int time, int low, int range) {
    for (int i = 0; i < plane.remaining(); i++) {
      plane.put(i, (byte) (low + (3 * (i % width) + 2 * (i / width) + time) % range));
    }
  }
}
