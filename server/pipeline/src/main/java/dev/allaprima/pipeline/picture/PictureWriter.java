package dev.allaprima.pipeline.picture;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.file.PartFile;
import dev.allaprima.pipeline.frame.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/** Writes one frame as a PNG (RGB) or a JPEG (full range, as JPEG has it). */
public final class PictureWriter {
  private enum Format {
    PNG("png", avutil.AV_PIX_FMT_RGB24),
    JPEG("mjpeg", avutil.AV_PIX_FMT_YUVJ420P);

    private final String encoder;
    private final int pixels;

    Format(String encoder, int pixels) {
      this.encoder = encoder;
      this.pixels = pixels;
    }
  }

  /** FFmpeg's scale for JPEG from 2 (finest) to 31. */
  private static final int JPEG_QUALITY = 2;

  private static final int TO_SCREEN =
      swscale.SWS_BICUBIC | swscale.SWS_FULL_CHR_H_INT | swscale.SWS_ACCURATE_RND;

  private PictureWriter() {}

  /** Whether the file's name ends as a picture's does. */
  public static boolean isPicture(Path file) {
    return formatOf(file) != null;
  }

  private static Format formatOf(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return Format.PNG;
    }
    return name.endsWith(".jpg") || name.endsWith(".jpeg") ? Format.JPEG : null;
  }

  /** Throws the {@link Fault} that {@link #write} would throw for this name, writing nothing. */
  public static void check(Path output, boolean overwrite) {
    if (!isPicture(output)) {
      throw Fault.of(
          INVALID, "output " + output + " names no kind of picture", "End it in .png or .jpg");
    }
    PartFile.check(output, overwrite);
  }

  /**
   * Writes a picture whole or not at all.
   *
   * @param frame borrowed
   * @param output its name; the ending says PNG or JPEG
   * @param overwrite whether it may be there already
   * @throws Fault if the file exists or cannot be written
   */
  public static void write(Frame frame, Path output, boolean overwrite) {
    check(output, overwrite);
    try (PartFile part = PartFile.begin(output, overwrite)) {
      ByteBuffer bytes = ByteBuffer.wrap(encoded(frame, formatOf(output)));
      try (FileChannel file = FileChannel.open(part.path(), StandardOpenOption.WRITE)) {
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      } catch (IOException e) {
        throw Fault.of(
            UNAVAILABLE,
            "output " + output + " cannot be written (" + e + ")",
            "Check the disk",
            e);
      }
      part.commit();
    }
  }

  /**
   * The picture as a JPEG.
   *
   * @param frame borrowed
   */
  public static byte[] jpeg(Frame frame) {
    return encoded(frame, Format.JPEG);
  }

  private static byte[] encoded(Frame frame, Format format) {
    Av.load();
    AVFrame picture = convert(frame, format);
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      encode(picture, format, packet);
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      avcodec.av_packet_free(packet);
      avutil.av_frame_free(picture);
    }
  }

  /** The frame in the format's own pixels; the caller frees it. */
  private static AVFrame convert(Frame frame, Format format) {
    AVFrame source = allocate(frame, avutil.AV_PIX_FMT_YUV420P);
    AVFrame target = allocate(frame, format.pixels);
    int width = frame.width();
    int height = frame.height();
    SwsContext scaler =
        swscale.sws_getContext(
            width,
            height,
            avutil.AV_PIX_FMT_YUV420P,
            width,
            height,
            format.pixels,
            TO_SCREEN,
            null,
            null,
            (DoublePointer) null);
    try {
      IntPointer bt601 = swscale.sws_getCoefficients(swscale.SWS_CS_ITU601);
      // From limited range (0) to full (1).
      swscale.sws_setColorspaceDetails(scaler, bt601, 0, bt601, 1, 0, 1 << 16, 1 << 16);
      Av.copyPlane(frame.y(), width, source, 0, width, height);
      Av.copyPlane(
          frame.u(), frame.chromaWidth(), source, 1, frame.chromaWidth(), frame.chromaHeight());
      Av.copyPlane(
          frame.v(), frame.chromaWidth(), source, 2, frame.chromaWidth(), frame.chromaHeight());
      require(swscale.sws_scale_frame(scaler, target, source));
      target.color_range(avutil.AVCOL_RANGE_JPEG);
      return target;
    } catch (RuntimeException e) {
      avutil.av_frame_free(target);
      throw e;
    } finally {
      swscale.sws_freeContext(scaler);
      avutil.av_frame_free(source);
    }
  }

  private static AVFrame allocate(Frame size, int pixels) {
    AVFrame frame = avutil.av_frame_alloc();
    frame.format(pixels).width(size.width()).height(size.height());
    require(avutil.av_frame_get_buffer(frame, 0));
    return frame;
  }

  private static void encode(AVFrame picture, Format format, AVPacket packet) {
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(format.encoder);
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    try {
      context.width(picture.width()).height(picture.height()).pix_fmt(format.pixels);
      context.time_base().num(1).den(1);
      context.color_range(avutil.AVCOL_RANGE_JPEG);
      if (format == Format.JPEG) {
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
        context.global_quality(avutil.FF_QP2LAMBDA * JPEG_QUALITY);
        picture.quality(context.global_quality());
      }
      require(avcodec.avcodec_open2(context, codec, (AVDictionary) null));
      require(avcodec.avcodec_send_frame(context, picture));
      require(avcodec.avcodec_receive_packet(context, packet));
    } finally {
      avcodec.avcodec_free_context(context);
    }
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "the picture cannot be encoded (" + Av.reason(rc) + ")",
          "Scale it down first");
    }
  }
}
