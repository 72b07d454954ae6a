package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.nio.file.Path;

/** The way of a photo: decode → paint → PNG or JPEG, on the calling thread. */
public final class PictureStylizer {
  private PictureStylizer() {}

  /**
   * A piece of work.
   *
   * @param input the photo to paint: JPEG, PNG, WebP or whatever FFmpeg reads
   * @param output where the painted one goes: .png, .jpg or .jpeg
   * @param overwrite whether the output may be there already
   */
  public record Job(Path input, Path output, boolean overwrite, Style style, Device device) {}

  /**
   * Paints a photo in its own size, upright; returns when the output is there.
   *
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   */
  public static void run(Job job) {
    PictureWriter.check(job.output(), job.overwrite());
    try (FramePool pool = new FramePool("photo " + job.input().getFileName(), 2);
        Decoder decoder = Decoder.open(job.input());
        Stylizer stylizer = Stylizer.open(job.style(), job.device())) {
      Frame source = decoder.next(pool).frame();
      Frame target = pool.take(source.width(), source.height(), 0);
      try {
        if (decoder.hasMore()) {
          throw Fault.of(
              INVALID,
              "input " + job.input() + " holds more than one picture",
              "Name the output .mp4, .mov or .mkv");
        }
        stylizer.paint(source, target);
        PictureWriter.write(target, job.output(), job.overwrite());
      } finally {
        source.release();
        target.release();
      }
    }
  }
}
