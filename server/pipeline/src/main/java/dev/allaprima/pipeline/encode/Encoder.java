package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.file.PartFile;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Writes frames as H.264 with the timestamps that they are given, and sound packets as they are,
 * into an MP4, MOV or Matroska file that appears when {@link #finish()} is called and not before.
 * Used by one thread at a time.
 *
 * <p>H.264 with 4:2:0 colour has even sizes only: the last column of an odd width and the last row
 * of an odd height are left out.
 */
public final class Encoder implements AutoCloseable {
  /** x264's constant rate factor when nothing else is asked: hard to tell from the lossless. */
  public static final int DEFAULT_CRF = 20;

  /**
   * x264 must not take the cores from the painter; on painted pictures the slower presets save
   * little.
   */
  private static final String PRESET = "veryfast";

  private final Path output;
  private final VideoFormat format;
  private final PartFile part;
  private final Muxer muxer;
  private final AVCodecContext codec;
  private final AVFrame picture = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();

  private Encoder(Path output, VideoFormat format, PartFile part, Container container) {
    this.output = output;
    this.format = format;
    this.part = part;
    this.muxer = new Muxer(output, part.path(), container);
    AVCodec x264 = avcodec.avcodec_find_encoder_by_name("libx264");
    if (x264 == null) {
      muxer.close();
      throw Fault.of(
          UNAVAILABLE, "this build's FFmpeg has no x264", "Use the FFmpeg preset with -gpl");
    }
    this.codec = avcodec.avcodec_alloc_context3(x264);
  }

  /**
   * Begins an output file.
   *
   * @param output its name; the ending says the container
   * @param overwrite whether it may be there already
   * @param format what the frames have in common
   * @param sound streams of sound to copy; borrowed, must live as long as this encoder
   * @param crf x264's constant rate factor, 0 (lossless) to 51
   * @throws Fault if the file exists, cannot be written, or cannot hold the sound
   */
  public static Encoder open(
      Path output, boolean overwrite, VideoFormat format, List<AVStream> sound, int crf) {
    Container container = Container.of(output);
    PartFile part = PartFile.begin(output, overwrite);
    Encoder encoder;
    try {
      encoder = new Encoder(output, format, part, container);
    } catch (RuntimeException e) {
      part.close();
      throw e;
    }
    try {
      encoder.openCodec(crf);
      encoder.muxer.addVideo(encoder.codec);
      encoder.muxer.addSound(sound);
      encoder.muxer.begin();
      return encoder;
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /**
   * Throws the {@link Fault} that {@link #open} would throw for this name, without writing
   * anything.
   */
  public static void check(Path output, boolean overwrite) {
    PartFile.check(output, overwrite);
    Container.of(output);
  }

  /** Width of the written video: that of the frames, without the last column if it is odd. */
  public int width() {
    return format.width() & ~1;
  }

  /** Height of the written video: that of the frames, without the last row if it is odd. */
  public int height() {
    return format.height() & ~1;
  }

  private void openCodec(int crf) {
    codec.width(width()).height(height()).pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    codec.time_base().num(format.timeBase().num()).den(format.timeBase().den());
    set(format.frameRate(), codec.framerate());
    set(format.pixelAspect(), codec.sample_aspect_ratio());
    codec.colorspace(avutil.AVCOL_SPC_SMPTE170M).color_range(avutil.AVCOL_RANGE_MPEG);
    codec.color_primaries(format.primaries()).color_trc(format.transfer());
    codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_FRAME_DURATION);
    if (muxer.wantsGlobalHeader()) {
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    avutil.av_opt_set(codec.priv_data(), "preset", PRESET, 0);
    avutil.av_opt_set(codec.priv_data(), "crf", Integer.toString(crf), 0);
    require(avcodec.avcodec_open2(codec, codec.codec(), (AVDictionary) null));
    picture.format(avutil.AV_PIX_FMT_YUV420P).width(width()).height(height());
    picture.colorspace(avutil.AVCOL_SPC_SMPTE170M).color_range(avutil.AVCOL_RANGE_MPEG);
    require(avutil.av_frame_get_buffer(picture, 0));
  }

  private static void set(Ratio ratio, org.bytedeco.ffmpeg.avutil.AVRational target) {
    if (ratio.isKnown()) {
      target.num(ratio.num()).den(ratio.den());
    }
  }

  /**
   * Encodes one frame.
   *
   * @param frame borrowed, of the format's size
   * @param pts when it is shown, in units of the format's time base; grows from call to call
   * @param duration for how long, in the same unit; 0 if that is not known
   * @throws Fault if the file cannot be written
   */
  public void write(Frame frame, long pts, long duration) {
    if (frame.width() != format.width() || frame.height() != format.height()) {
      throw new IllegalArgumentException(frame + " is not of this video's size");
    }
    require(avutil.av_frame_make_writable(picture));
    int width = width();
    int height = height();
    Av.copyPlane(frame.y(), frame.width(), picture, 0, width, height);
    Av.copyPlane(frame.u(), frame.chromaWidth(), picture, 1, width / 2, height / 2);
    Av.copyPlane(frame.v(), frame.chromaWidth(), picture, 2, width / 2, height / 2);
    picture.pts(pts).duration(duration);
    require(avcodec.avcodec_send_frame(codec, picture));
    writePackets();
  }

  /**
   * Copies one packet of sound into the file.
   *
   * @param sound borrowed, emptied; one of a stream that was given when this was opened
   */
  public void writeSound(AVPacket sound) {
    muxer.writeSound(sound);
  }

  /** Writes what is left and gives the file its name. */
  public void finish() {
    require(avcodec.avcodec_send_frame(codec, null));
    writePackets();
    muxer.finish();
    part.commit();
  }

  private void writePackets() {
    int rc = avcodec.avcodec_receive_packet(codec, packet);
    while (rc >= 0) {
      muxer.writeVideo(packet);
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
          "output %s of %dx%d cannot be encoded (%s)"
              .formatted(output, width(), height(), Av.reason(rc)),
          "Scale the input to a usual size first");
    }
  }

  /** Frees everything; a file that was not finished is deleted. */
  @Override
  public void close() {
    avutil.av_frame_free(picture);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(codec);
    muxer.close();
    part.close();
  }
}
