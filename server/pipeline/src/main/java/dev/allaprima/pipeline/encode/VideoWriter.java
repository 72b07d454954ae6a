package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.file.PartFile;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.VideoFormat;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Writes frames of one's own as a silent video, in one go: the file appears when {@link #finish()}
 * is called and not before. Used by one thread at a time.
 */
public final class VideoWriter implements AutoCloseable {
  /** None of the encoders looks further ahead; more than needed does no harm. */
  private static final int LONGEST_DELAY = 4;

  private final PartFile part;
  private final AVPacket copy = avcodec.av_packet_alloc();
  private Muxer muxer;
  private Encoder encoder;

  private VideoWriter(PartFile part) {
    this.part = part;
  }

  /**
   * Begins a file.
   *
   * @param target a video file; no GIF and no sequence of pictures
   * @param format what the frames have in common
   * @throws dev.allaprima.models.Fault if the file exists or cannot be written
   */
  public static VideoWriter open(Target target, VideoFormat format) {
    VideoWriter writer = new VideoWriter(PartFile.begin(target.output(), target.overwrite()));
    try {
      writer.muxer = new Muxer(target.output(), writer.part.path(), target.container());
      writer.encoder = new Encoder(target, format, writer::packet);
      writer.muxer.addVideo(
          writer.encoder.codec(), format.timeBase(), format.frameRate(), LONGEST_DELAY);
      writer.muxer.begin();
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private void packet(AVPacket packet, long pts, long duration) {
    avcodec.av_packet_move_ref(copy, packet);
    copy.pts(pts).duration(duration);
    muxer.writeVideo(copy);
  }

  /**
   * Encodes one frame.
   *
   * @param frame borrowed, of the format's size
   * @param pts when it is shown, in units of the format's time base; grows from call to call
   * @param duration for how long, in the same unit; 0 if that is not known
   */
  public void write(Frame frame, long pts, long duration) {
    encoder.write(frame, pts, duration);
  }

  /** Writes what is left and gives the file its name. */
  public void finish() {
    encoder.finish();
    muxer.finish();
    part.commit();
  }

  /** Frees everything; a file that was not finished is deleted. */
  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
    if (muxer != null) {
      muxer.close();
    }
    avcodec.av_packet_free(copy);
    part.close();
  }
}
