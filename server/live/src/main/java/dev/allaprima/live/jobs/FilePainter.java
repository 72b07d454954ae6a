package dev.allaprima.live.jobs;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.FileStylizer;
import dev.allaprima.pipeline.PictureStylizer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.stylize.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a job's upload becomes its result: by the pipeline, as the command line would do it, on the
 * engine that paints the streams.
 *
 * @param engine borrowed
 * @param pixels of a picture that is painted; larger ones are painted smaller and enlarged
 */
record FilePainter(Engine engine, Catalogue catalogue, int pixels) {
  /** The most pixels that a picture may have so that it is painted in one of {@link #pixels}. */
  long mostPixels() {
    return (long) (pixels / (Controls.SMALLEST_SCALE * Controls.SMALLEST_SCALE));
  }

  /**
   * Paints the job's file; returns when the result is there, whole.
   *
   * @return what is not as in the upload
   * @throws dev.allaprima.models.Fault if that cannot be done; the finished part is kept
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  List<String> paint(JobFolder folder, Manifest manifest, FileStylizer.Progress progress) {
    List<String> notes = new ArrayList<>();
    Order order = manifest.order();
    Style style = order.style(catalogue);
    Controls controls = order.controls(catalogue);
    double most = Math.sqrt((double) pixels / ((long) manifest.width() * manifest.height()));
    if (most < controls.renderScale()) {
      // Rounded down, so that sizes rounded up do not exceed it by much.
      double scale = Math.max(Controls.SMALLEST_SCALE, Math.floor(most * 100) / 100);
      controls = controls.withRenderScale(scale);
      notes.add("painted at %.2f of its size, as large as the server paints".formatted(scale));
    }
    Path result = folder.result(manifest);
    if (manifest.kind() == Job.Kind.PHOTO) {
      PictureStylizer.run(
          new PictureStylizer.Job(
              folder.input(), result, true, style, controls, null, PictureStylizer.PHOTO),
          engine);
    } else {
      FileStylizer.Job job =
          new FileStylizer.Job(
              folder.input(),
              Target.of(result, true, VideoCodec.H264, -1),
              style,
              controls,
              Range.ALL,
              new Ratio(0, 1),
              null,
              order.salvage(),
              false);
      notes.addAll(FileStylizer.run(job, engine, progress).notes());
    }
    return notes;
  }
}
