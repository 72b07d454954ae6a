package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.decode.Fit;
import dev.allaprima.pipeline.decode.Range;
import dev.allaprima.pipeline.decode.Timeline;
import dev.allaprima.pipeline.decode.Tracks;
import dev.allaprima.pipeline.encode.Assembly;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The way of a video file: decode → queue → paint → queue → encode, a thread for each, into chunks
 * that survive the process; then the chunks, the input's sound and subtitles become the output. The
 * queues are bounded and block, so every frame is painted and memory stays bounded.
 */
public final class FileStylizer {
  /** Frames waiting between two stages: enough to even out a keyframe, few enough for 8K. */
  private static final int WAITING = 4;

  /** All frames that can be out at once: waiting twice, and in the hands of the three stages. */
  private static final int FRAMES = 2 * WAITING + 4;

  /**
   * A piece of work.
   *
   * @param input the video to paint
   * @param target where the painted one goes, and how it is encoded
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
      Device device,
      Range range,
      Ratio rate,
      Fit fit,
      boolean salvage,
      boolean restart) {
    /** The whole of a file, as it is. */
    public static Job of(Path input, Target target, Style style, Device device) {
      return new Job(input, target, style, device, Range.ALL, new Ratio(0, 1), null, false, false);
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

  /** A frame on its way and when it is shown; the frame is null behind the last one. */
  private record Work(Frame frame, List<Timeline.Moment> moments) {
    boolean isEnd() {
      return frame == null;
    }

    void release() {
      if (frame != null) {
        frame.release();
      }
    }
  }

  private final BlockingQueue<Work> decoded = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<Work> painted = new ArrayBlockingQueue<>(WAITING);
  private final Timeline timeline;
  private final Stylizer stylizer;
  private final ChunkedVideo video;
  private final FramePool pool;
  private final Progress progress;
  private long written;

  private FileStylizer(
      Timeline timeline,
      Stylizer stylizer,
      ChunkedVideo video,
      FramePool pool,
      Progress progress,
      long written) {
    this.timeline = timeline;
    this.stylizer = stylizer;
    this.video = video;
    this.pool = pool;
    this.progress = progress;
    this.written = written;
  }

  /**
   * Paints a file; returns when the output is there, whole, under its name. Work of the same job
   * that was broken off, also by a killed process, is gone on from.
   *
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static Result run(Job job, Progress progress) {
    Target.of(job.target().output(), job.target().overwrite(), job.target().codec(), -1);
    try (Decoder decoder =
        Decoder.open(job.input(), new Decoder.Options(job.fit(), job.salvage()))) {
      if (decoder.isPhoto()) {
        throw Fault.of(
            INVALID, "input " + job.input() + " is a photo", "Name the output .png or .jpg");
      }
      Map<String, String> identity = JobIdentity.of(job);
      try (WorkFolder work = WorkFolder.open(job.target().output(), identity, job.restart())) {
        return run(job, decoder, work, identity, progress);
      }
    }
  }

  private static Result run(
      Job job, Decoder decoder, WorkFolder work, Map<String, String> identity, Progress progress) {
    long resumed = work.frames();
    Timeline timeline = new Timeline(decoder, job.range(), job.rate(), resumed);
    VideoFormat format =
        decoder.format().at(timeline.timeBase(), timeline.frameRate(), timeline.expected());
    boolean done = false;
    try {
      if (resumed > 0) {
        progress.resumed(resumed);
      }
      if (!work.isComplete()) {
        paint(job, timeline, format, work, progress);
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

  private static void paint(
      Job job, Timeline timeline, VideoFormat format, WorkFolder work, Progress progress) {
    String name = job.input().getFileName().toString();
    try (FramePool pool = new FramePool(name, FRAMES);
        Stylizer stylizer = Stylizer.open(job.style(), job.device());
        ChunkedVideo video = new ChunkedVideo(job.target(), format, work)) {
      FileStylizer stages =
          new FileStylizer(timeline, stylizer, video, pool, progress, work.frames());
      stages.run(name);
      if (stages.written == 0) {
        throw timeline.empty(job.input().toString());
      }
      video.finish();
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

  private void run(String name) {
    try {
      Crew.run(
          Map.of(
              "decode " + name, this::decode,
              "paint " + name, this::paint,
              "encode " + name, this::encode));
    } finally {
      decoded.forEach(Work::release);
      painted.forEach(Work::release);
    }
  }

  private void decode() throws InterruptedException {
    Timeline.Picture picture = timeline.next(pool);
    while (picture != null) {
      hand(new Work(picture.frame(), picture.moments()), decoded);
      picture = timeline.next(pool);
    }
    hand(new Work(null, List.of()), decoded);
  }

  private void paint() throws InterruptedException {
    Work work = decoded.take();
    while (!work.isEnd()) {
      Frame source = work.frame();
      Frame target = pool.take(source.width(), source.height(), source.timeNanos());
      Work done = new Work(target, work.moments());
      try {
        stylizer.paint(source, target);
      } catch (RuntimeException | Error e) {
        done.release();
        throw e;
      } finally {
        source.release();
      }
      hand(done, painted);
      work = decoded.take();
    }
    hand(work, painted);
  }

  private void encode() throws InterruptedException {
    Work work = painted.take();
    while (!work.isEnd()) {
      try {
        for (Timeline.Moment moment : work.moments()) {
          video.write(work.frame(), moment.pts(), moment.duration());
          progress.written(++written, timeline.expected());
        }
      } finally {
        work.release();
      }
      work = painted.take();
    }
  }

  /** Puts the work into the queue, which takes it; releases it if this thread is interrupted. */
  private static void hand(Work work, BlockingQueue<Work> queue) throws InterruptedException {
    try {
      queue.put(work);
    } catch (InterruptedException e) {
      work.release();
      throw e;
    }
  }
}
