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
    if (unsaid && frame.color_primaries() == avutil.AVCOL_PRI_BT2020) {
      frame.colorspace(avutil.AVCOL_SPC_BT2020_NCL);
    } else if (unsaid) {
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

  /** Whether the picture is brighter than a usual screen: PQ (SMPTE ST 2084) or HLG. */
  static boolean isHdr(AVFrame frame) {
    return frame.color_trc() == avutil.AVCOL_TRC_SMPTE2084
        || frame.color_trc() == avutil.AVCOL_TRC_ARIB_STD_B67;
  }

  /** Whether its primaries are those of BT.2020, which a usual screen does not have. */
  static boolean isWide(AVFrame frame) {
    return frame.color_primaries() == avutil.AVCOL_PRI_BT2020;
  }

  /**
   * Filters that make the completed picture I420 in BT.601, limited range, on the primaries of a
   * usual screen. The cheapest that fits: the conversion runs beside the painter.
   *
   * @param even whether width and height are, as the cheapest filter wants it
   */
  static String filters(AVFrame frame, boolean even) {
    if (isHdr(frame)) {
      // Linear light with 1.0 at 100 cd/m2, then Hable's curve: of FFmpeg's curves the one that
      // keeps the colour of a bright sky. Without desaturation, which bleaches what is bright.
      return zscaleFrom(frame)
          + ":t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
          + "zscale=t=bt709:m=170m:r=limited,format=yuv420p";
    }
    if (isWide(frame) && frame.colorspace() != avutil.AVCOL_SPC_RGB) {
      return zscaleFrom(frame) + ":p=bt709:t=bt709:m=170m:r=limited,format=yuv420p";
    }
    String matrix = matrix(frame);
    if (matrix != null && even && isPlanar(frame)) {
      // In the fast mode only matrix, range and depth change; primaries and transfer, the same on
      // both sides, are named because the filter wants to know them.
      return ("colorspace=fast=1:ispace=" + matrix + ":irange=" + range(frame))
          + ":iprimaries=bt709:itrc=bt709:primaries=bt709:trc=bt709"
          + ":space=smpte170m:range=tv:format=yuv420p,format=yuv420p";
    }
    return "scale=flags=bicubic+accurate_rnd+full_chroma_int"
        + ":out_color_matrix=bt601:out_range=limited,format=yuv420p";
  }

  /** Whether the picture is in the frame contract's colours as it is. */
  static boolean needNoChange(AVFrame frame) {
    boolean bt601 =
        frame.colorspace() == avutil.AVCOL_SPC_SMPTE170M
            || frame.colorspace() == avutil.AVCOL_SPC_BT470BG;
    return bt601
        && frame.format() == avutil.AV_PIX_FMT_YUV420P
        && frame.color_range() == avutil.AVCOL_RANGE_MPEG
        && !isHdr(frame)
        && !isWide(frame);
  }

  private static String zscaleFrom(AVFrame frame) {
    String transfer =
        switch (frame.color_trc()) {
          case avutil.AVCOL_TRC_SMPTE2084 -> "smpte2084";
          case avutil.AVCOL_TRC_ARIB_STD_B67 -> "arib-std-b67";
          default -> "bt709";
        };
    String primaries = isWide(frame) ? "bt2020" : "bt709";
    return ("zscale=tin=" + transfer + ":pin=" + primaries + ":min=" + frame.colorspace())
        + (":rin=" + (frame.color_range() == avutil.AVCOL_RANGE_JPEG ? "full" : "limited"));
  }

  private static String range(AVFrame frame) {
    return frame.color_range() == avutil.AVCOL_RANGE_JPEG ? "pc" : "tv";
  }

  /** The matrix as the filter "colorspace" names it, or null if it does not know it. */
  private static String matrix(AVFrame frame) {
    return switch (frame.colorspace()) {
      case avutil.AVCOL_SPC_BT709 -> "bt709";
      case avutil.AVCOL_SPC_FCC -> "fcc";
      case avutil.AVCOL_SPC_BT470BG -> "bt470bg";
      case avutil.AVCOL_SPC_SMPTE170M -> "smpte170m";
      case avutil.AVCOL_SPC_SMPTE240M -> "smpte240m";
      case avutil.AVCOL_SPC_BT2020_NCL -> "bt2020nc";
      default -> null;
    };
  }

  /** Whether it is one of the pixel formats that the filter "colorspace" takes. */
  private static boolean isPlanar(AVFrame frame) {
    return name(frame).matches("yuvj?4(20|22|44)p((10|12)le)?");
  }
}
