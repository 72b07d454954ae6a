package dev.allaprima.pipeline;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Composer;
import dev.allaprima.pipeline.decode.Timeline;
import dev.allaprima.pipeline.encode.ChunkedVideo;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.VideoFormat;
import dev.allaprima.pipeline.stylize.Batching;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Lane;
import dev.allaprima.pipeline.stylize.OpenStyle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of a file's pictures: decode and sketch → the engine's lane → compose and encode, a
 * thread on either side of the painter. Lane and queue are bounded and block, so every frame is
 * painted and memory stays bounded.
 */
final class FilePainting {
  /** Frames in the painter's hands, at least: one that it paints and one that is ready. */
  private static final int LANE = 2;

  /** Frames behind the painter: enough to even out a slow picture, few enough for 8K. */
  private static final int PAINTED = 2;

  /** A frame's source, its sketch, its painting and what is composed of them. */
  private static final int FRAMES_OF_ONE = 4;

  /** A frame in the painter's hands or behind it; all that it holds is null behind the last. */
  private static final class Work {
    private static final Work END = new Work(null, null, null, null, List.of());

    private final Frame source;
    private final Composer.Sketch sketch;
    private final Lane.Painting painting;
    private final List<Timeline.Moment> moments;
    private Frame target;

    Work(
        Frame source,
        Composer.Sketch sketch,
        Frame target,
        Lane.Painting painting,
        List<Timeline.Moment> moments) {
      this.source = source;
      this.sketch = sketch;
      this.target = target;
      this.painting = painting;
      this.moments = moments;
    }

    Frame takeTarget() {
      Frame taken = target;
      target = null;
      return taken;
    }

    void release() {
      source.release();
      sketch.release();
      if (target != null) {
        target.release();
      }
    }
  }

  private final Timeline timeline;
  private final Composer composer;
  private final OpenStyle style;
  private final Lane lane;
  private final ChunkedVideo video;
  private final FramePool pool;
  private final FileStylizer.Progress progress;
  private final BlockingQueue<Work> handedOn;
  // All that was begun and is not released; the painter may still be at work on it.
  private final Set<Work> underWay = ConcurrentHashMap.newKeySet();
  private long written;

  private FilePainting(
      Timeline timeline,
      Composer composer,
      OpenStyle style,
      Lane lane,
      int depth,
      ChunkedVideo video,
      FramePool pool,
      FileStylizer.Progress progress) {
    this.timeline = timeline;
    this.composer = composer;
    this.style = style;
    this.lane = lane;
    this.handedOn = new ArrayBlockingQueue<>(depth + PAINTED);
    this.video = video;
    this.pool = pool;
    this.progress = progress;
  }

  /**
   * Paints what the work folder has not yet, until it is complete.
   *
   * @param timeline at its beginning
   * @throws dev.allaprima.models.Fault if the input is damaged, holds nothing to paint, or the
   *     chunks cannot be written
   */
  static void run(
      FileStylizer.Job job,
      Engine engine,
      Timeline timeline,
      VideoFormat format,
      WorkFolder work,
      FileStylizer.Progress progress) {
    String name = job.input().getFileName().toString();
    int depth = Math.max(LANE, 2 * Batching.of(engine.device()).maxBatch());
    try (FramePool pool = new FramePool(name, FRAMES_OF_ONE * (depth + PAINTED + 2));
        OpenStyle style = engine.open(job.style());
        Composer composer = composer(job);
        ChunkedVideo video = new ChunkedVideo(job.target(), format, work);
        Lane lane = engine.lane(name, depth)) {
      FilePainting stages =
          new FilePainting(timeline, composer, style, lane, depth, video, pool, progress);
      stages.written = work.frames();
      stages.run(name);
      if (stages.written == 0) {
        throw timeline.empty(job.input().toString());
      }
      video.finish();
    }
  }

  /** Begins in the style, and turns from the range's start on to the mix. */
  private static Composer composer(FileStylizer.Job job) {
    Composer composer = new Composer(job.controls().withMix(StyleMix.only(job.style())));
    composer.set(job.controls(), Math.round(job.range().from() * 1e9));
    return composer;
  }

  private void run(String name) {
    try {
      Crew.run(Map.of("decode " + name, this::decode, "encode " + name, this::encode));
    } finally {
      // When it returns the painter has no frame of this work any more.
      lane.close();
      underWay.forEach(Work::release);
    }
  }

  private void decode() throws InterruptedException {
    Timeline.Picture picture = timeline.next(pool);
    while (picture != null) {
      handedOn.put(begin(picture));
      picture = timeline.next(pool);
    }
    handedOn.put(Work.END);
  }

  /** Hands the picture, which is taken, to the painter. */
  private Work begin(Timeline.Picture picture) throws InterruptedException {
    Frame source = picture.frame();
    Composer.Sketch sketch = null;
    Frame target = null;
    try {
      sketch = composer.sketch(source, pool);
      Frame small = sketch.frame();
      target = pool.take(small.width(), small.height(), source.timeNanos());
      Lane.Painting painting = lane.submit(style, sketch.mix(), small, target);
      Work work = new Work(source, sketch, target, painting, picture.moments());
      underWay.add(work);
      return work;
    } catch (InterruptedException | RuntimeException | Error e) {
      source.release();
      if (sketch != null) {
        sketch.release();
      }
      if (target != null) {
        target.release();
      }
      throw e;
    }
  }

  private void encode() throws InterruptedException {
    Work work = handedOn.take();
    while (work != Work.END) {
      work.painting.await();
      Frame shown = composer.compose(work.source, work.sketch, work.takeTarget(), pool);
      try {
        for (Timeline.Moment moment : work.moments) {
          video.write(shown, moment.pts(), moment.duration());
          progress.written(++written, timeline.expected());
        }
      } finally {
        shown.release();
      }
      underWay.remove(work);
      work.release();
      work = handedOn.take();
    }
  }
}
