package dev.allaprima.live.broadcast;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.encode.Finish;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Pictures of one size become H.264, each one at once: the encoder looks at no later picture before
 * it gives an earlier one's packet. Used by one thread at a time.
 */
public final class PictureEncoder implements AutoCloseable {
  /** FFmpeg's name of the encoder that every machine has. */
  public static final String SOFTWARE = "libx264";

  /**
   * The most bits that a pixel may cost at {@link #USUAL_RATE}: 1 Mbit/s at 640x360, 4 at 1280x720,
   * 9 at 1920x1080. Painted pictures are all texture, and no link should stall on one.
   */
  private static final double BITS_A_PIXEL = 0.15;

  private static final int USUAL_RATE = 30;

  /** Keyframes are asked for by the clock, so the encoder puts in none by its count of pictures. */
  private static final int NO_KEYFRAME_OF_ITS_OWN = 1 << 20;

  /** What each encoder is told, by FFmpeg's names. */
  private static final Map<String, Map<String, String>> OPTIONS =
      Map.of(
          SOFTWARE,
          Map.of(
              // The painter wants the cores.
              "preset", "veryfast",
              // No picture waits for a later one, and none is split among threads over time.
              "tune", "zerolatency",
              "crf", "23",
              // A change of scene is no reason to break the rhythm of the keyframes.
              "sc_threshold", "0",
              "forced-idr", "1"),
          "h264_nvenc",
          Map.of(
              "preset", "p4",
              "tune", "ull",
              "rc", "vbr",
              "zerolatency", "1",
              "delay", "0",
              "bf", "0",
              "no-scenecut", "1",
              "forced-idr", "1"));

  private final String encoder;
  private final int width;
  private final int height;
  private final Finish finish;
  private final AVCodecContext codec;
  private final AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private AVFrame newest;
  private long lastTime = Long.MIN_VALUE;

  /**
   * @param encoder FFmpeg's name: {@link #SOFTWARE}, or {@code h264_nvenc} on an NVIDIA card
   * @throws Fault if it cannot encode pictures of that size here
   */
  public PictureEncoder(String encoder, int width, int height) {
    this.encoder = encoder;
    this.width = width;
    this.height = height;
    Av.load();
    AVCodec found = avcodec.avcodec_find_encoder_by_name(encoder);
    codec = avcodec.avcodec_alloc_context3(found);
    finish = new Finish(format(width, height), VideoCodec.H264);
    try {
      if (found == null) {
        throw impossible("this build's FFmpeg does not have it");
      }
      open(found);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static VideoFormat format(int width, int height) {
    return new VideoFormat(
        width,
        height,
        new Ratio(1, Tracks.TIME_BASE),
        new Ratio(USUAL_RATE, 1),
        new Ratio(1, 1),
        avutil.AVCOL_PRI_BT709,
        avutil.AVCOL_TRC_BT709,
        -1);
  }

  private void open(AVCodec found) {
    codec.width(finish.width()).height(finish.height()).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    codec.time_base().num(1).den(Tracks.TIME_BASE);
    codec.framerate().num(USUAL_RATE).den(1);
    codec.sample_aspect_ratio().num(1).den(1);
    codec.colorspace(finish.matrix()).color_range(finish.range());
    codec.color_primaries(avutil.AVCOL_PRI_BT709).color_trc(avutil.AVCOL_TRC_BT709);
    codec.gop_size(NO_KEYFRAME_OF_ITS_OWN).max_b_frames(0);
    // The stream has its own thread; more would take the cores from the painter.
    codec.thread_count(1);
    long most = Math.round(BITS_A_PIXEL * finish.width() * finish.height() * USUAL_RATE);
    codec.rc_max_rate(most);
    // Half a second's worth: what a picture may put into a link at once is what a viewer waits for.
    codec.rc_buffer_size((int) (most / 2));
    codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    AVDictionary options = new AVDictionary(null);
    OPTIONS.get(encoder).forEach((key, value) -> avutil.av_dict_set(options, key, value, 0));
    try {
      require(avcodec.avcodec_open2(codec, found, options));
    } finally {
      avutil.av_dict_free(options);
    }
    require(avcodec.avcodec_parameters_from_context(parameters, codec));
  }

  /** Whether it takes that picture: it is of the size that this was made for. */
  boolean takes(Frame frame) {
    return frame.width() == width && frame.height() == height;
  }

  /** What its packets are; borrowed until this is closed. */
  public AVCodecParameters parameters() {
    return parameters;
  }

  /**
   * Encodes a picture.
   *
   * @param frame borrowed, of the size that this {@link #takes}
   * @param key whether it is to be decodable by itself
   * @param to takes its packet, borrowed, with times in {@link Tracks#TIME_BASE}
   * @throws Fault if the encoder fails
   */
  public void encode(Frame frame, boolean key, Consumer<AVPacket> to) {
    newest = finish.finish(frame);
    encode(frame.timeNanos(), key, to);
  }

  /** Encodes the last picture again, as one of that time. */
  void repeat(long timeNanos, boolean key, Consumer<AVPacket> to) {
    encode(timeNanos, key, to);
  }

  private void encode(long timeNanos, boolean key, Consumer<AVPacket> to) {
    // Pictures that are less than a tick apart, or late, still get times that grow.
    lastTime = Math.max(lastTime + 1, ticks(timeNanos));
    newest.pts(lastTime);
    newest.pict_type(key ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    require(avcodec.avcodec_send_frame(codec, newest));
    int rc = avcodec.avcodec_receive_packet(codec, packet);
    while (rc >= 0) {
      to.accept(packet);
      avcodec.av_packet_unref(packet);
      rc = avcodec.avcodec_receive_packet(codec, packet);
    }
    if (rc != Av.AGAIN) {
      require(rc);
    }
  }

  /** That time of a stream in {@link Tracks#TIME_BASE}. */
  static long ticks(long nanos) {
    return Math.floorDiv(nanos, 1_000_000_000L) * Tracks.TIME_BASE
        + Math.floorMod(nanos, 1_000_000_000L) * Tracks.TIME_BASE / 1_000_000_000L;
  }

  private void require(int rc) {
    if (rc < 0) {
      throw impossible(Av.reason(rc));
    }
  }

  private Fault impossible(String reason) {
    return Fault.of(
        UNAVAILABLE,
        "pictures of %dx%d cannot be encoded by %s (%s)".formatted(width, height, encoder, reason),
        "Publish at a usual size, such as 1280x720");
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_parameters_free(parameters);
    avcodec.avcodec_free_context(codec);
    finish.close();
  }
}
