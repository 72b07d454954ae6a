package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Composer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Lane;
import dev.allaprima.pipeline.stylize.OpenStyle;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** The way of a photo, or of one frame of a video: decode → paint → PNG or JPEG, on one thread. */
public final class PictureStylizer {
  /** The {@link Job#time} of a file that is a photo. */
  public static final double PHOTO = -1;

  /** The source, its sketch, its painting and what is composed of them. */
  private static final int FRAMES = 4;

  private PictureStylizer() {}

  /**
   * A piece of work.
   *
   * @param input the photo to paint: JPEG, PNG, WebP or whatever FFmpeg reads; or a video
   * @param output where the painted one goes: .png, .jpg or .jpeg
   * @param overwrite whether the output may be there already
   * @param controls how the painting is shown
   * @param fit the size to paint in; null for the input's own
   * @param time seconds from a video's start to the moment whose picture is painted, or {@link
   *     #PHOTO}
   */
  public record Job(
      Path input,
      Path output,
      boolean overwrite,
      Style style,
      Controls controls,
      Fit fit,
      double time) {
    /** A photo, in its own size and in that style alone. */
    public static Job of(Path input, Path output, boolean overwrite, Style style) {
      Controls controls = Controls.of(StyleMix.only(style));
      return new Job(input, output, overwrite, style, controls, null, PHOTO);
    }
  }

  /**
   * Paints a picture, upright; returns when the output is there.
   *
   * @param engine borrowed; others may be painted for at the same time
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   */
  public static void run(Job job, Engine engine) {
    PictureWriter.check(job.output(), job.overwrite());
    String name = "picture " + job.input().getFileName();
    try (FramePool pool = new FramePool(name, FRAMES);
        Decoder decoder = Decoder.open(job.input(), new Decoder.Options(job.fit(), false));
        OpenStyle style = engine.open(job.style());
        Lane lane = engine.lane(name, 1);
        Composer composer = new Composer(job.controls())) {
      choose(job, decoder);
      Frame source = decoder.frame(pool);
      try {
        Frame shown =
            composer.paint(source, pool, (from, to, mix) -> paint(lane, style, mix, from, to));
        try {
          PictureWriter.write(shown, job.output(), job.overwrite());
        } finally {
          shown.release();
        }
      } finally {
        source.release();
      }
    }
  }

  private static void paint(Lane lane, OpenStyle style, StyleMix mix, Frame from, Frame to) {
    try {
      lane.submit(style, mix, from, to).await();
    } catch (InterruptedException e) {
      lane.close();
      Thread.currentThread().interrupt();
      throw new CancellationException("the work was interrupted");
    }
  }

  /** Makes the wanted picture the decoder's current one. */
  private static void choose(Job job, Decoder decoder) {
    decoder.step();
    if (job.time() == PHOTO && decoder.hasMore()) {
      throw Fault.of(
          INVALID,
          "input " + job.input() + " holds more than one picture",
          "Name the output .mp4, .mov or .mkv, or say --preview TIME for one of them");
    }
    double tick = decoder.format().timeBase().value();
    while (decoder.hasMore() && decoder.nextPts() * tick <= job.time()) {
      decoder.step();
    }
    double end = (decoder.pts() + Math.max(1, decoder.duration())) * tick;
    if (!decoder.hasMore() && job.time() > end) {
      throw Fault.of(
          INVALID,
          "input %s has no picture at %s s: it ends at %.2f s"
              .formatted(job.input(), job.time(), end),
          "Choose an earlier one");
    }
  }
}
