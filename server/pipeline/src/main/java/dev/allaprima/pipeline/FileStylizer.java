package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.decode.Timeline;
import dev.allaprima.pipeline.decode.Tracks;
import dev.allaprima.pipeline.encode.Assembly;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way of a video file: its pictures are painted into chunks that survive the process ({@link
 * FilePainting}); then the chunks, the input's sound and subtitles become the output.
 */
public final class FileStylizer {
  /** Frames painted again before those of a resumed work, so that the steadying has a memory. */
  private static final int LEAD = ChunkedVideo.CHUNK / 2;

  /**
   * A piece of work.
   *
   * @param input the video to paint
   * @param target where the painted one goes, and how it is encoded
   * @param controls how the painting is shown; a fade leads from the style to their mix, from the
   *     range's start on
   * @param range the part of the input that is painted
   * @param rate frames a second; not known to keep the input's own times
   * @param fit the size to paint in; null for the input's own
   * @param salvage whether damage is passed over and what can be decoded is painted
   * @param restart whether finished work of this job is thrown away, not gone on from
   */
  public record Job(
      Path input,
      Target target,
      Style style,
      Controls controls,
      Range range,
      Ratio rate,
      Fit fit,
      boolean salvage,
      boolean restart) {
    /** The whole of a file, as it is, in that style alone. */
    public static Job of(Path input, Target target, Style style) {
      Controls controls = Controls.of(StyleMix.only(style));
      Ratio ownTimes = new Ratio(0, 1);
      return new Job(input, target, style, controls, Range.ALL, ownTimes, null, false, false);
    }

    /** The same for another part of the input. */
    public Job in(Range part) {
      return new Job(input, target, style, controls, part, rate, fit, salvage, restart);
    }
  }

  /**
   * What came of it.
   *
   * @param frames how many the output has
   * @param resumed how many of them an earlier run had finished
   * @param width of the written video; one less than the input's if that is odd
   * @param height likewise
   * @param notes what is not as in the input, in a few words each
   */
  public record Result(long frames, long resumed, int width, int height, List<String> notes) {}

  /** Told of the work as it goes on; called from its threads, must return at once. */
  public interface Progress {
    /**
     * After every encoded frame.
     *
     * @param frames finished so far, those of an earlier run among them
     * @param expected how many the input says it has, or an estimate, or -1
     */
    void written(long frames, long expected);

    /** When the work begins behind frames that an earlier run has finished. */
    default void resumed(long frames) {}

    /** When the work has failed and so many frames are kept, from which the same job goes on. */
    default void kept(long frames) {}
  }

  private FileStylizer() {}

  /** Paints a file on an engine of its own, which is started and stopped; else as the other. */
  public static Result run(Job job, Device device, Progress progress) {
    try (Engine engine = Engine.start(device)) {
      return run(job, engine, progress);
    }
  }

  /**
   * Paints a file; returns when the output is there, whole, under its name. Work of the same job
   * that was broken off, also by a killed process, is gone on from.
   *
   * @param engine borrowed; other jobs and streams may be painted by it at the same time
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static Result run(Job job, Engine engine, Progress progress) {
    Target.of(job.target().output(), job.target().overwrite(), job.target().codec(), -1);
    try (Decoder decoder =
        Decoder.open(job.input(), new Decoder.Options(job.fit(), job.salvage()))) {
      if (decoder.isPhoto()) {
        throw Fault.of(
            INVALID, "input " + job.input() + " is a photo", "Name the output .png or .jpg");
      }
      Map<String, String> identity = JobIdentity.of(job);
      try (WorkFolder work = WorkFolder.open(job.target().output(), identity, job.restart())) {
        return run(job, engine, decoder, work, identity, progress);
      }
    }
  }

  private static Result run(
      Job job,
      Engine engine,
      Decoder decoder,
      WorkFolder work,
      Map<String, String> identity,
      Progress progress) {
    long resumed = work.frames();
    long lead = job.controls().steadiness() > 0 ? LEAD : 0;
    Timeline timeline = new Timeline(decoder, job.range(), job.rate(), resumed, lead);
    VideoFormat format =
        decoder.format().at(timeline.timeBase(), timeline.frameRate(), timeline.expected());
    boolean done = false;
    try {
      if (resumed > 0) {
        progress.resumed(resumed);
      }
      if (!work.isComplete()) {
        FilePainting.run(job, engine, timeline, format, work, progress);
      }
      if (!JobIdentity.of(job).equals(identity)) {
        throw Fault.of(
            CONFLICT,
            "input " + job.input() + " was changed while it was read",
            "Start again when it is whole");
      }
      List<String> notes = new ArrayList<>();
      if (decoder.damage() != null) {
        notes.add("the input is " + decoder.damage());
      }
      ChunkedVideo video = new ChunkedVideo(job.target(), format, work);
      if (video.crops()) {
        notes.add("cropped to even sizes");
      }
      long frames = work.frames();
      notes.addAll(assemble(job, format, work));
      done = true;
      return new Result(frames, resumed, video.width(), video.height(), notes);
    } finally {
      if (!done && work.frames() > 0) {
        progress.kept(work.frames());
      }
    }
  }

  private static List<String> assemble(Job job, VideoFormat format, WorkFolder work) {
    Range range = job.range();
    try (Tracks tracks = Tracks.open(job.input(), range)) {
      Assembly.Rest rest =
          new Assembly.Rest(
              tracks.context(), tracks.video(), range.from(), range.to(), tracks::read);
      return Assembly.run(job.target(), format, work, rest);
    }
  }
}
