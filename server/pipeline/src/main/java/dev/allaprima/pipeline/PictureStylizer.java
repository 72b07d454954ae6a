package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.nio.file.Path;

/** The way of a photo, or of one frame of a video: decode → paint → PNG or JPEG, on one thread. */
public final class PictureStylizer {
  /** The {@link Job#time} of a file that is a photo. */
  public static final double PHOTO = -1;

  private PictureStylizer() {}

  /**
   * A piece of work.
   *
   * @param input the photo to paint: JPEG, PNG, WebP or whatever FFmpeg reads; or a video
   * @param output where the painted one goes: .png, .jpg or .jpeg
   * @param overwrite whether the output may be there already
   * @param fit the size to paint in; null for the input's own
   * @param time seconds from a video's start to the moment whose picture is painted, or {@link
   *     #PHOTO}
   */
  public record Job(
      Path input,
      Path output,
      boolean overwrite,
      Style style,
      Device device,
      Fit fit,
      double time) {
    /** A photo, in its own size. */
    public static Job of(Path input, Path output, boolean overwrite, Style style, Device device) {
      return new Job(input, output, overwrite, style, device, null, PHOTO);
    }
  }

  /**
   * Paints a picture, upright; returns when the output is there.
   *
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   */
  public static void run(Job job) {
    PictureWriter.check(job.output(), job.overwrite());
    try (FramePool pool = new FramePool("picture " + job.input().getFileName(), 2);
        Decoder decoder = Decoder.open(job.input(), new Decoder.Options(job.fit(), false));
        Stylizer stylizer = Stylizer.open(job.style(), job.device())) {
      choose(job, decoder);
      Frame source = decoder.frame(pool);
      Frame target = pool.take(source.width(), source.height(), 0);
      try {
        stylizer.paint(source, target);
        PictureWriter.write(target, job.output(), job.overwrite());
      } finally {
        source.release();
        target.release();
      }
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
