package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A video file or a photo, read from its beginning to its end: every picture once and in the order
 * in which they are shown. Used by one thread at a time.
 *
 * <p>A picture that cannot be decoded whole is a {@link Fault}, never a gap or a smear.
 */
public final class Decoder implements AutoCloseable {
  private final Path file;
  private final Demuxer demuxer;
  private final Converter converter = new Converter();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame decoded = avutil.av_frame_alloc();
  private final AVFrame converted = avutil.av_frame_alloc();
  private AVCodecContext codec;
  private List<AVPacket> soundRead = new ArrayList<>();
  private long lastPts = Long.MIN_VALUE;
  // Whether "converted" holds a picture that next() has not given yet.
  private boolean ready;
  private VideoFormat format;

  private Decoder(Path file) {
    this.file = file;
    this.demuxer = new Demuxer(file);
  }

  /**
   * Opens a file and decodes its first picture.
   *
   * @throws Fault if it is not there, is no video or photo, has no picture, or is damaged
   */
  public static Decoder open(Path file) {
    Decoder decoder = new Decoder(file);
    try {
      decoder.openCodec();
      if (!decoder.advance()) {
        throw Fault.of(
            INVALID, "input " + file + " has no picture in it", "Name a file that has one");
      }
      decoder.describe();
      return decoder;
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  private void openCodec() {
    AVStream stream = demuxer.video();
    AVCodec found = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (found == null) {
      String name = avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
      throw Fault.of(
          INVALID,
          "input " + file + " holds video in a format that cannot be decoded (" + name + ")",
          "Convert it to H.264 first");
    }
    codec = avcodec.avcodec_alloc_context3(found);
    codec.pkt_timebase(stream.time_base());
    codec.thread_count(0);
    int rc = avcodec.avcodec_parameters_to_context(codec, stream.codecpar());
    if (rc >= 0) {
      rc = avcodec.avcodec_open2(codec, found, (AVDictionary) null);
    }
    if (rc < 0) {
      throw damaged(Av.reason(rc));
    }
  }

  private void describe() {
    AVStream stream = demuxer.video();
    format =
        new VideoFormat(
            converted.width(),
            converted.height(),
            ratio(stream.time_base()),
            ratio(stream.avg_frame_rate()),
            ratio(converter.pixelAspect()),
            converted.color_primaries(),
            converted.color_trc(),
            demuxer.expectedFrames());
  }

  private static Ratio ratio(AVRational value) {
    return new Ratio(value.num(), value.den());
  }

  /** What all its pictures have in common. */
  public VideoFormat format() {
    return format;
  }

  /** The streams of sound, to be copied; borrowed, valid until this decoder is closed. */
  public List<AVStream> sound() {
    return List.copyOf(demuxer.sound());
  }

  /** Whether the file is one that holds a single picture by its nature: a JPEG, a PNG. */
  public boolean isPhoto() {
    return demuxer.isPhoto();
  }

  /** Whether {@link #next} will give another picture; reads on in the file to find out. */
  public boolean hasMore() {
    return ready || advance();
  }

  /**
   * One picture of the file.
   *
   * @param frame the picture, with one reference that its receiver releases
   * @param pts when it is shown, in units of the format's time base; grows strictly
   * @param duration for how long, in the same unit; 0 if the file does not say
   */
  public record Picture(Frame frame, long pts, long duration) {}

  /**
   * Returns the next picture, in a frame from the pool that the caller must release; null after the
   * last one.
   *
   * @throws Fault if the file is damaged here
   */
  public Picture next(FramePool pool) {
    if (!hasMore()) {
      return null;
    }
    ready = false;
    long pts = converted.pts();
    double seconds = pts * format.timeBase().value();
    Frame frame = pool.take(converted.width(), converted.height(), Math.round(seconds * 1e9));
    Av.copyPlane(converted, 0, frame.y(), frame.width(), frame.height());
    Av.copyPlane(converted, 1, frame.u(), frame.chromaWidth(), frame.chromaHeight());
    Av.copyPlane(converted, 2, frame.v(), frame.chromaWidth(), frame.chromaHeight());
    long duration = Math.max(0, converted.duration());
    avutil.av_frame_unref(converted);
    return new Picture(frame, pts, duration);
  }

  /**
   * Returns the packets of sound that were read since the last call; the caller frees each. Their
   * {@code stream_index} is that of a stream of {@link #sound()}, whose time base they keep.
   */
  public List<AVPacket> takeSound() {
    List<AVPacket> taken = soundRead;
    soundRead = new ArrayList<>();
    return taken;
  }

  /** Decodes and converts one more picture; false after the last one. */
  private boolean advance() {
    int rc = avcodec.avcodec_receive_frame(codec, decoded);
    while (rc == Av.AGAIN) {
      feed();
      rc = avcodec.avcodec_receive_frame(codec, decoded);
    }
    if (rc == avutil.AVERROR_EOF) {
      return false;
    } else if (rc < 0) {
      throw damaged(Av.reason(rc));
    }
    boolean smeared = (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    if (smeared || decoded.decode_error_flags() != 0) {
      throw damaged("a picture is incomplete");
    }
    long pts = pts();
    long duration = decoded.duration();
    try {
      converter.convert(decoded, converted);
    } catch (IllegalArgumentException e) {
      throw Fault.of(
          INVALID,
          "input " + file + " holds pictures that cannot be converted (" + e.getMessage() + ")",
          "Convert it to H.264 first",
          e);
    }
    converted.pts(pts);
    converted.duration(duration);
    ready = true;
    return true;
  }

  /** The decoded picture's time; guessed where the file does not say, or says a time gone by. */
  private long pts() {
    long pts = decoded.best_effort_timestamp();
    if (pts == avutil.AV_NOPTS_VALUE) {
      pts = lastPts == Long.MIN_VALUE ? 0 : lastPts + Math.max(1, decoded.duration());
    }
    lastPts = Math.max(pts, lastPts + 1);
    return lastPts;
  }

  /** Gives the decoder one more packet of video, or says that there are no more. */
  private void feed() {
    while (demuxer.read(packet)) {
      if (demuxer.isVideo(packet)) {
        int rc = avcodec.avcodec_send_packet(codec, packet);
        avcodec.av_packet_unref(packet);
        if (rc < 0) {
          throw damaged(Av.reason(rc));
        }
        return;
      }
      AVPacket kept = avcodec.av_packet_alloc();
      avcodec.av_packet_move_ref(kept, packet);
      soundRead.add(kept);
    }
    int rc = avcodec.avcodec_send_packet(codec, null);
    if (rc < 0 && rc != avutil.AVERROR_EOF) {
      throw damaged(Av.reason(rc));
    }
  }

  private Fault damaged(String reason) {
    AVRational base = demuxer.video().time_base();
    String where =
        lastPts == Long.MIN_VALUE
            ? "at its start"
            : "after " + Math.round(1e2 * lastPts * base.num() / base.den()) / 1e2 + " s";
    return Fault.of(
        INVALID,
        "input " + file + " is damaged " + where + " (" + reason + ")",
        "Get a whole copy of it, or keep what plays with: ffmpeg -i INPUT REPAIRED.mp4");
  }

  @Override
  public void close() {
    for (AVPacket sound : takeSound()) {
      avcodec.av_packet_free(sound);
    }
    avutil.av_frame_free(converted);
    avutil.av_frame_free(decoded);
    avcodec.av_packet_free(packet);
    converter.close();
    if (codec != null) {
      avcodec.avcodec_free_context(codec);
    }
    demuxer.close();
  }
}
