package dev.allaprima.pipeline.av;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Helpers around FFmpeg's C interface.
 *
 * <p>FFmpeg's own log is switched off in the whole process when this class is first used: what goes
 * wrong is said once, by the error that is thrown.
 */
public final class Av {
  /** The code that says: give input or take output first. */
  public static final int AGAIN;

  static {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    AGAIN = org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN();
  }

  private Av() {}

  /** Loads FFmpeg with its log off; called by whatever begins to use it. */
  public static void load() {
    // The class's static initialiser has done it.
  }

  /** What FFmpeg says of an error code, such as {@code Invalid data found when ...}. */
  public static String reason(int code) {
    byte[] text = new byte[256];
    avutil.av_strerror(code, text, text.length);
    return string(text);
  }

  /** The text of a C string: as far as its zero. */
  public static String string(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /**
   * The path as a URL that FFmpeg takes for a local file and nothing else; the caller closes it.
   */
  public static BytePointer url(Path file) {
    return new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8);
  }

  /** A ratio as FFmpeg has it; the caller closes it. */
  public static AVRational rational(int num, int den) {
    return new AVRational().num(num).den(den);
  }

  /** Copies plane {@code index} of {@code from}, {@code width} bytes in {@code height} rows. */
  public static void copyPlane(AVFrame from, int index, ByteBuffer to, int width, int height) {
    try (BytePointer target = new BytePointer(to)) {
      avutil.av_image_copy_plane(
          target, width, from.data(index), from.linesize(index), width, height);
    }
  }

  /** Copies the top left of a plane with rows of {@code stride} bytes to {@code to}. */
  public static void copyPlane(
      ByteBuffer from, int stride, AVFrame to, int index, int width, int height) {
    try (BytePointer source = new BytePointer(from)) {
      avutil.av_image_copy_plane(to.data(index), to.linesize(index), source, stride, width, height);
    }
  }
}
