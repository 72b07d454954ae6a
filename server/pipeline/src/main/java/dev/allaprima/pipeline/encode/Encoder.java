package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Frames become packets of one codec. Used by one thread at a time.
 *
 * <p>The encoder is told the numbers of the frames as their times, at the video's mean rate: any
 * time base and any gap between frames come through, and the packets are the same wherever in a
 * video the frames stand. Times and durations are given back to the packets by number.
 */
final class Encoder implements AutoCloseable {
  /** Where the encoded packets go. */
  interface Sink {
    /**
     * @param packet borrowed; its own times do not count
     * @param pts when the picture is shown, as it was given
     * @param duration for how long, likewise
     */
    void packet(AVPacket packet, long pts, long duration);
  }

  private record Time(long pts, long duration) {}

  private static final Ratio USUAL_RATE = new Ratio(25, 1);

  private final Target target;
  private final Sink sink;
  private final Finish finish;
  private final AVCodecContext codec;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final Map<Long, Time> times = new HashMap<>();
  private long frames;
  private long packets;
  private int delay;

  /**
   * @param format what the frames have in common
   * @throws Fault if this FFmpeg cannot encode such video
   */
  Encoder(Target target, VideoFormat format, Sink sink) {
    this.target = target;
    this.sink = sink;
    Av.load();
    String name = target.codec().encoder();
    AVCodec found = avcodec.avcodec_find_encoder_by_name(name);
    if (found == null) {
      throw Fault.of(
          UNAVAILABLE, "this build's FFmpeg has no " + name, "Use the FFmpeg preset with -gpl");
    }
    this.finish = new Finish(format, target.codec());
    this.codec = avcodec.avcodec_alloc_context3(found);
    try {
      open(format);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open(VideoFormat format) {
    codec.width(finish.width()).height(finish.height()).pix_fmt(target.codec().pixels());
    Ratio rate = format.frameRate().isKnown() ? format.frameRate() : USUAL_RATE;
    set(rate, codec.framerate());
    set(new Ratio(rate.den(), rate.num()), codec.time_base());
    if (format.pixelAspect().isKnown()) {
      set(format.pixelAspect(), codec.sample_aspect_ratio());
    }
    codec.colorspace(finish.matrix()).color_range(finish.range());
    codec.color_primaries(format.primaries()).color_trc(format.transfer());
    codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    AVDictionary options = new AVDictionary(null);
    target.codec().options().forEach((key, value) -> avutil.av_dict_set(options, key, value, 0));
    if (target.codec().hasCrf()) {
      avutil.av_dict_set(options, target.codec().quality(), Integer.toString(target.crf()), 0);
    }
    try {
      require(avcodec.avcodec_open2(codec, codec.codec(), options));
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static void set(Ratio ratio, AVRational target) {
    target.num(ratio.num()).den(ratio.den());
  }

  /** The open codec, for its parameters; borrowed. */
  AVCodecContext codec() {
    return codec;
  }

  /** By how many places a picture was encoded before it is shown, at most, so far. */
  int delay() {
    return delay;
  }

  int width() {
    return finish.width();
  }

  int height() {
    return finish.height();
  }

  /**
   * Encodes one frame.
   *
   * @param frame borrowed, of the format's size
   * @param pts when it is shown, in any unit
   * @param duration for how long, in the same unit; 0 if that is not known
   */
  void write(Frame frame, long pts, long duration) {
    AVFrame picture = finish.finish(frame);
    times.put(frames, new Time(pts, duration));
    picture.pts(frames++).duration(1);
    require(avcodec.avcodec_send_frame(codec, picture));
    drain();
  }

  /** Encodes what the encoder still holds; nothing can be written afterwards. */
  void finish() {
    require(avcodec.avcodec_send_frame(codec, null));
    drain();
  }

  private void drain() {
    int rc = avcodec.avcodec_receive_packet(codec, packet);
    while (rc >= 0) {
      delay = Math.max(delay, (int) (packets++ - packet.pts()));
      Time time = times.remove(packet.pts());
      sink.packet(packet, time.pts(), time.duration());
      avcodec.av_packet_unref(packet);
      rc = avcodec.avcodec_receive_packet(codec, packet);
    }
    if (rc != Av.AGAIN && rc != avutil.AVERROR_EOF) {
      require(rc);
    }
  }

  private void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "output %s of %dx%d cannot be encoded as %s (%s)"
              .formatted(target.output(), width(), height(), target.codec(), Av.reason(rc)),
          target.codec().isOnCard()
              ? "It needs an NVIDIA card with that encoder, and its driver; or choose another --codec"
              : "Choose a usual size with --size, or another --codec");
    }
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(codec);
    finish.close();
  }
}
