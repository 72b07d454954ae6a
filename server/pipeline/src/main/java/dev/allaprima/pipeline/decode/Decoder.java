package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
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
 * <p>A picture that cannot be decoded whole is a {@link Fault}, never a gap or a smear, unless
 * salvage is asked for.
 */
public final class Decoder implements AutoCloseable {
  /**
   * How a file is read.
   *
   * @param fit the size to bring pictures to; null keeps theirs, which is what most want
   * @param salvage whether damage is passed over and what can be decoded is given; false, because a
   *     gap or a smear that nobody was told of is worse than an error
   * @param mostPixels of a picture, so that a file of strangers does not fill the memory; 0, no
   *     limit, for files of one's own
   */
  public record Options(Fit fit, boolean salvage, long mostPixels) {
    /** Pictures as they are, and whole. */
    public static final Options DEFAULT = new Options(null, false);

    /** A file of one's own. */
    public Options(Fit fit, boolean salvage) {
      this(fit, salvage, 0);
    }
  }

  /** 4K: a file whose pictures grow beyond this and beyond what it began with is damaged. */
  private static final long USUAL_PIXELS = 4096 * 2304;

  private final Path file;
  private final Options options;
  private final Demuxer demuxer;
  private final Converter converter;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame current = avutil.av_frame_alloc();
  private final AVFrame ahead = avutil.av_frame_alloc();
  private final AVFrame converted = avutil.av_frame_alloc();
  private AVCodecContext codec;
  private long lastPts = Long.MIN_VALUE;
  // Whether "ahead" holds a picture that is not current yet.
  private boolean ready;
  private VideoFormat format;
  private String damage;

  private Decoder(Path file, Options options) {
    this.file = file;
    this.options = options;
    this.converter = new Converter(options.fit());
    this.demuxer =
        new Demuxer(file, Demuxer.Wanted.PICTURES, options.salvage(), options.mostPixels());
  }

  /** Opens a file with the default options. */
  public static Decoder open(Path file) {
    return open(file, Options.DEFAULT);
  }

  /**
   * Opens a file and decodes its first picture.
   *
   * @throws Fault if it is not there, is no video or photo, has no picture, or is damaged
   */
  public static Decoder open(Path file, Options options) {
    Decoder decoder = new Decoder(file, options);
    try {
      decoder.openCodec();
      if (!decoder.hasMore()) {
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
    long width = stream.codecpar().width();
    long height = stream.codecpar().height();
    if (width > 0 && height > 0) {
      // Codecs round sizes up, by 128 at most.
      codec.max_pixels(Math.max((width + 128) * (height + 128), USUAL_PIXELS));
    }
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
    prepare(ahead);
    format =
        new VideoFormat(
            converter.width(),
            converter.height(),
            ratio(stream.time_base()),
            ratio(stream.avg_frame_rate()),
            ratio(converter.pixelAspect()),
            Converter.primaries(ahead),
            Converter.transfer(ahead),
            demuxer.expectedFrames());
  }

  private static Ratio ratio(AVRational value) {
    return new Ratio(value.num(), value.den());
  }

  /** What all its pictures have in common. */
  public VideoFormat format() {
    return format;
  }

  /** Whether the file is one that holds a single picture by its nature: a JPEG, a PNG. */
  public boolean isPhoto() {
    return demuxer.isPhoto();
  }

  /** What was found broken and passed over so far, in a few words; null if nothing was. */
  public String damage() {
    return damage == null ? demuxer.damage() : damage;
  }

  /** Whether there is another picture after the current one; reads on in the file to find out. */
  public boolean hasMore() {
    if (!ready) {
      ready = advance();
    }
    return ready;
  }

  /** Makes the next picture the current one; false after the last one. */
  public boolean step() {
    avutil.av_frame_unref(current);
    if (!hasMore()) {
      return false;
    }
    avutil.av_frame_move_ref(current, ahead);
    ready = false;
    return true;
  }

  /** When the current picture is shown, in units of the format's time base; grows strictly. */
  public long pts() {
    return current.pts();
  }

  /** For how long the current picture is shown, in the same unit; 0 if the file does not say. */
  public long duration() {
    return Math.max(0, current.duration());
  }

  /** When the picture after the current one is shown; {@link #hasMore} must be true. */
  public long nextPts() {
    return ahead.pts();
  }

  /**
   * Converts the current picture into a frame from the pool that the caller must release.
   *
   * @throws Fault if pictures of its format cannot be converted
   */
  public Frame frame(FramePool pool) {
    double seconds = current.pts() * format.timeBase().value();
    try {
      converter.convert(current, converted);
    } catch (IllegalArgumentException e) {
      throw unconvertible(e);
    }
    Frame frame = pool.take(converted.width(), converted.height(), Math.round(seconds * 1e9));
    Av.copyPlane(converted, 0, frame.y(), frame.width(), frame.height());
    Av.copyPlane(converted, 1, frame.u(), frame.chromaWidth(), frame.chromaHeight());
    Av.copyPlane(converted, 2, frame.v(), frame.chromaWidth(), frame.chromaHeight());
    avutil.av_frame_unref(converted);
    return frame;
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
    if (!step()) {
      return null;
    }
    long pts = pts();
    long duration = duration();
    return new Picture(frame(pool), pts, duration);
  }

  /** Decodes one more picture into "ahead"; false after the last one. */
  private boolean advance() {
    int rc = avcodec.avcodec_receive_frame(codec, ahead);
    while (rc == Av.AGAIN || (rc < 0 && rc != avutil.AVERROR_EOF && pass(Av.reason(rc)))) {
      if (rc == Av.AGAIN) {
        feed();
      }
      rc = avcodec.avcodec_receive_frame(codec, ahead);
    }
    if (rc == avutil.AVERROR_EOF) {
      return false;
    }
    boolean smeared = (ahead.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    if (smeared || ahead.decode_error_flags() != 0) {
      pass("a picture is incomplete");
    }
    ahead.pts(nextTime());
    return true;
  }

  /** The decoded picture's time; guessed where the file does not say, or says a time gone by. */
  private long nextTime() {
    long pts = ahead.best_effort_timestamp();
    if (pts == avutil.AV_NOPTS_VALUE) {
      pts = lastPts == Long.MIN_VALUE ? 0 : lastPts + Math.max(1, ahead.duration());
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
          pass(Av.reason(rc));
        }
        return;
      }
      avcodec.av_packet_unref(packet);
    }
    int rc = avcodec.avcodec_send_packet(codec, null);
    if (rc < 0 && rc != avutil.AVERROR_EOF) {
      throw damaged(Av.reason(rc));
    }
  }

  private void prepare(AVFrame picture) {
    try {
      converter.prepare(picture);
    } catch (IllegalArgumentException e) {
      throw unconvertible(e);
    }
  }

  /** Passes over damage, which is remembered; a fault where salvage was not asked for. */
  private boolean pass(String reason) {
    if (!options.salvage()) {
      throw damaged(reason);
    }
    if (damage == null) {
      damage = "damaged " + where() + " (" + reason + ")";
    }
    return true;
  }

  private String where() {
    AVRational base = demuxer.video().time_base();
    return lastPts == Long.MIN_VALUE
        ? "at its start"
        : "after " + Math.round(1e2 * lastPts * base.num() / base.den()) / 1e2 + " s";
  }

  private Fault damaged(String reason) {
    return Fault.of(
        INVALID,
        "input " + file + " is damaged " + where() + " (" + reason + ")",
        "Get a whole copy of it, or say --salvage to paint what is there");
  }

  private Fault unconvertible(IllegalArgumentException e) {
    return Fault.of(
        INVALID,
        "input " + file + " holds pictures that cannot be converted (" + e.getMessage() + ")",
        "Convert it to H.264 first",
        e);
  }

  @Override
  public void close() {
    avutil.av_frame_free(converted);
    avutil.av_frame_free(ahead);
    avutil.av_frame_free(current);
    avcodec.av_packet_free(packet);
    converter.close();
    if (codec != null) {
      avcodec.avcodec_free_context(codec);
    }
    demuxer.close();
  }
}
