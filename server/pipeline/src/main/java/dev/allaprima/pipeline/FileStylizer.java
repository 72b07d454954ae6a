package dev.allaprima.pipeline;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.decode.Decoder;
import dev.allaprima.pipeline.encode.Encoder;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * The way of a video file: decode → queue → paint → queue → encode, a thread for each. The queues
 * are bounded and block, so every frame is painted and memory stays bounded; sound packets travel
 * with the frame that follows them in the file and are copied.
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
   * @param output where the painted one goes: .mp4, .mov or .mkv
   * @param overwrite whether the output may be there already
   * @param crf x264's constant rate factor, 0 to 51; {@link Encoder#DEFAULT_CRF} unless asked
   */
  public record Job(
      Path input, Path output, boolean overwrite, Style style, Device device, int crf) {}

  /**
   * What came of it.
   *
   * @param frames how many were painted and written
   * @param width of the written video; one less than the input's if that is odd
   * @param height likewise
   * @param cropped whether a column or a row was left out because H.264 has even sizes only
   */
  public record Result(long frames, int width, int height, boolean cropped) {}

  /** Told after every written frame, on the encoding thread; must return at once. */
  public interface Progress {
    /**
     * @param frames written so far
     * @param expected how many the input says it has, or an estimate, or -1
     */
    void written(long frames, long expected);
  }

  /** A frame on its way and the sound before it; the frame is null behind the last one. */
  private record Work(Frame frame, long pts, long duration, List<AVPacket> sound) {
    boolean isEnd() {
      return frame == null;
    }

    void release() {
      if (frame != null) {
        frame.release();
      }
      sound.forEach(avcodec::av_packet_free);
    }
  }

  private final BlockingQueue<Work> decoded = new ArrayBlockingQueue<>(WAITING);
  private final BlockingQueue<Work> painted = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong written = new AtomicLong();
  private final Decoder decoder;
  private final Stylizer stylizer;
  private final Encoder encoder;
  private final FramePool pool;
  private final Progress progress;

  private FileStylizer(
      Decoder decoder, Stylizer stylizer, Encoder encoder, FramePool pool, Progress progress) {
    this.decoder = decoder;
    this.stylizer = stylizer;
    this.encoder = encoder;
    this.pool = pool;
    this.progress = progress;
  }

  /**
   * Paints a file; returns when the output is there, whole, under its name.
   *
   * @throws Fault if anything about the input, the output or the style is wrong; no output is left
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static Result run(Job job, Progress progress) {
    Encoder.check(job.output(), job.overwrite());
    try (FramePool pool = new FramePool(job.input().getFileName().toString(), FRAMES);
        Decoder decoder = Decoder.open(job.input());
        Stylizer stylizer = Stylizer.open(job.style(), job.device())) {
      if (decoder.isPhoto()) {
        throw Fault.of(
            INVALID, "input " + job.input() + " is a photo", "Name the output .png or .jpg");
      }
      try (Encoder encoder =
          Encoder.open(
              job.output(), job.overwrite(), decoder.format(), decoder.sound(), job.crf())) {
        return new FileStylizer(decoder, stylizer, encoder, pool, progress).paintAll();
      }
    }
  }

  private Result paintAll() {
    try {
      Crew.run(
          Map.of(
              "decode " + pool.name(), this::decode,
              "paint " + pool.name(), this::paint,
              "encode " + pool.name(), this::encode));
    } finally {
      decoded.forEach(Work::release);
      painted.forEach(Work::release);
    }
    encoder.finish();
    int width = encoder.width();
    int height = encoder.height();
    boolean cropped = width != decoder.format().width() || height != decoder.format().height();
    return new Result(written.get(), width, height, cropped);
  }

  private void decode() throws InterruptedException {
    Decoder.Picture picture = decoder.next(pool);
    while (picture != null) {
      Work work = new Work(picture.frame(), picture.pts(), picture.duration(), decoder.takeSound());
      hand(work, decoded);
      picture = decoder.next(pool);
    }
    hand(new Work(null, 0, 0, decoder.takeSound()), decoded);
  }

  private void paint() throws InterruptedException {
    Work work = decoded.take();
    while (!work.isEnd()) {
      Frame source = work.frame();
      Frame target = pool.take(source.width(), source.height(), source.timeNanos());
      Work done = new Work(target, work.pts(), work.duration(), work.sound());
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
    boolean end = false;
    while (!end) {
      Work work = painted.take();
      try {
        work.sound().forEach(encoder::writeSound);
        end = work.isEnd();
        if (!end) {
          encoder.write(work.frame(), work.pts(), work.duration());
          progress.written(written.incrementAndGet(), decoder.format().expectedFrames());
        }
      } finally {
        work.release();
      }
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
