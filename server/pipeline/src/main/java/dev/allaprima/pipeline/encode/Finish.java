package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.VideoFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Brings painted frames to what an encoder takes: its pixel format, an even size, and the matrix
 * that players expect of the size. They mostly honour the tag; those that do not take BT.709 for
 * HD. Used by one thread at a time.
 */
public final class Finish implements AutoCloseable {
  private static final int LAST_SD_WIDTH = 1279;
  private static final int LAST_SD_HEIGHT = 576;

  private final int width;
  private final int height;
  private final boolean hd;
  private final int pixels;
  private final AVFrame cropped = avutil.av_frame_alloc();
  private final AVFrame finished = avutil.av_frame_alloc();
  private final Filters filters;

  /**
   * @param format what the frames have in common
   * @param codec what the pictures are finished for
   */
  public Finish(VideoFormat format, VideoCodec codec) {
    width = even(format.width(), codec);
    height = even(format.height(), codec);
    hd = codec.isEven() && (width > LAST_SD_WIDTH || height > LAST_SD_HEIGHT);
    pixels = codec.pixels();
    cropped.format(avutil.AV_PIX_FMT_YUV420P).width(width).height(height);
    cropped.colorspace(avutil.AVCOL_SPC_SMPTE170M).color_range(avutil.AVCOL_RANGE_MPEG);
    if (avutil.av_frame_get_buffer(cropped, 0) < 0) {
      throw new OutOfMemoryError("no memory for a picture of " + width + "x" + height);
    }
    String filter = filter(codec);
    filters =
        filter.isEmpty()
            ? null
            : new Filters(
                ("buffer@in=width=" + width + ":height=" + height + ":pix_fmt=yuv420p")
                    + (":time_base=1/1:colorspace=" + avutil.AVCOL_SPC_SMPTE170M)
                    + (":range=" + avutil.AVCOL_RANGE_MPEG + ",")
                    + filter
                    + ",buffersink@out",
                "buffersink@out");
  }

  /** What the codec makes of a width or a height: the last column or row of an odd one is lost. */
  static int even(int size, VideoCodec codec) {
    return codec.isEven() ? size & ~1 : size;
  }

  private String filter(VideoCodec codec) {
    return switch (codec) {
      case PNG ->
          "scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
              + ":in_color_matrix=bt601:in_range=limited:out_range=full,format=rgb24";
      case GIF -> "";
      case PRORES -> (hd ? toBt709() + "," : "") + "scale=flags=bicubic,format=yuv422p10le";
      default -> hd ? toBt709() : "";
    };
  }

  private static String toBt709() {
    return "colorspace=fast=1:ispace=smpte170m:irange=tv:iprimaries=bt709:itrc=bt709"
        + ":primaries=bt709:trc=bt709:space=bt709:range=tv:format=yuv420p";
  }

  /** Pixels in a row of the finished pictures. */
  public int width() {
    return width;
  }

  /** Their rows. */
  public int height() {
    return height;
  }

  /** The matrix of the finished pictures, by ITU-T H.273. */
  public int matrix() {
    if (pixels == avutil.AV_PIX_FMT_RGB24) {
      return avutil.AVCOL_SPC_RGB;
    }
    return hd ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M;
  }

  /** Their range, by FFmpeg. */
  public int range() {
    return pixels == avutil.AV_PIX_FMT_RGB24 ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG;
  }

  /**
   * Finishes a frame.
   *
   * @param frame borrowed
   * @return the finished picture, borrowed until the next call
   */
  public AVFrame finish(Frame frame) {
    avutil.av_frame_unref(finished);
    // The same memory again, unless an encoder still reads it.
    if (avutil.av_frame_make_writable(cropped) < 0) {
      throw new OutOfMemoryError("no memory for a picture of " + width + "x" + height);
    }
    int chromaWidth = (width + 1) / 2;
    int chromaHeight = (height + 1) / 2;
    Av.copyPlane(frame.y(), frame.width(), cropped, 0, width, height);
    Av.copyPlane(frame.u(), frame.chromaWidth(), cropped, 1, chromaWidth, chromaHeight);
    Av.copyPlane(frame.v(), frame.chromaWidth(), cropped, 2, chromaWidth, chromaHeight);
    if (filters == null) {
      return cropped;
    }
    filters.convert("buffer@in", cropped, finished);
    return finished;
  }

  @Override
  public void close() {
    avutil.av_frame_free(cropped);
    avutil.av_frame_free(finished);
    if (filters != null) {
      filters.close();
    }
  }
}
