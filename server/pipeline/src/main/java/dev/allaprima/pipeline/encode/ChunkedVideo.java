package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.file.PacketFile;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.VideoFormat;

/**
 * Encodes frames into the chunks of a {@link WorkFolder}, each by a fresh encoder, so that a chunk
 * depends on nothing before it: work that goes on after a chunk gives the same packets as work that
 * was never broken off. Used by one thread at a time.
 */
public final class ChunkedVideo implements AutoCloseable {
  /**
   * Frames in a chunk. About the distance at which x264 begins anew of itself, so that chunks cost
   * no bits; and what is lost at most when a process is killed.
   */
  public static final int CHUNK = 240;

  private final Target target;
  private final VideoFormat format;
  private final WorkFolder work;
  private PacketFile.Writer writer;
  private Encoder encoder;
  private int frames;

  /**
   * @param format what the frames have in common
   * @param work borrowed; the first frame to be written is the one behind its finished chunks
   */
  public ChunkedVideo(Target target, VideoFormat format, WorkFolder work) {
    this.target = target;
    this.format = format;
    this.work = work;
  }

  /**
   * Encodes one frame.
   *
   * @param frame borrowed, of the format's size
   * @param pts when it is shown, in units of the format's time base; grows from call to call
   * @param duration for how long, in the same unit; 0 if that is not known
   * @throws dev.allaprima.models.Fault if it cannot be written
   */
  public void write(Frame frame, long pts, long duration) {
    if (encoder == null) {
      writer = new PacketFile.Writer(work.nextChunk());
      encoder = new Encoder(target, format, writer::write);
    }
    encoder.write(frame, pts, duration);
    frames++;
    if (frames == CHUNK) {
      finishChunk();
    }
  }

  private void finishChunk() {
    encoder.finish();
    work.add(frames, encoder.delay(), writer.finish());
    close();
  }

  /** Writes what is left and marks the work as complete. */
  public void finish() {
    if (encoder != null) {
      finishChunk();
    }
    work.complete();
  }

  /** Columns of the written video: those of the frames, without the last one if it is odd. */
  public int width() {
    return Finish.even(format.width(), target.codec());
  }

  /** Rows of the written video: those of the frames, without the last one if it is odd. */
  public int height() {
    return Finish.even(format.height(), target.codec());
  }

  /** Whether a column or a row is left out because the codec has even sizes only. */
  public boolean crops() {
    return width() != format.width() || height() != format.height();
  }

  /** Frees everything; a chunk that was not finished is of no use. */
  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
    if (writer != null) {
      writer.close();
      writer = null;
    }
    frames = 0;
  }
}
