package dev.allaprima.pipeline.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** What the samples of a decoded picture mean, with what its file leaves out filled in. */
final class Colours {
  private static final int LAST_SD_WIDTH = 1279;
  private static final int LAST_SD_HEIGHT = 576;

  private Colours() {}

  /** Sets the frame's matrix and range where they are not said, as players do. */
  static void complete(AVFrame frame) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
    long rgb = avutil.AV_PIX_FMT_FLAG_RGB | avutil.AV_PIX_FMT_FLAG_PAL;
    if ((format.flags() & rgb) != 0) {
      frame.colorspace(avutil.AVCOL_SPC_RGB).color_range(avutil.AVCOL_RANGE_JPEG);
      return;
    }
    boolean unsaid =
        frame.colorspace() == avutil.AVCOL_SPC_UNSPECIFIED
            || frame.colorspace() == avutil.AVCOL_SPC_RESERVED
            || frame.colorspace() == avutil.AVCOL_SPC_RGB;
    if (unsaid) {
      boolean sd = frame.width() <= LAST_SD_WIDTH && frame.height() <= LAST_SD_HEIGHT;
      frame.colorspace(sd ? avutil.AVCOL_SPC_SMPTE170M : avutil.AVCOL_SPC_BT709);
    }
    if (frame.color_range() == avutil.AVCOL_RANGE_UNSPECIFIED) {
      boolean full = name(frame).startsWith("yuvj") || format.nb_components() < 3;
      frame.color_range(full ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
    }
  }

  /** FFmpeg's name of the frame's pixel format. */
  static String name(AVFrame frame) {
    BytePointer name = avutil.av_get_pix_fmt_name(frame.format());
    return name == null ? "none" : name.getString();
  }

  /** Whether some of the picture may be transparent. */
  static boolean hasAlpha(AVFrame frame) {
    AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
    long flags = format.flags();
    return (flags & avutil.AV_PIX_FMT_FLAG_ALPHA) != 0 || (flags & avutil.AV_PIX_FMT_FLAG_PAL) != 0;
  }
}
