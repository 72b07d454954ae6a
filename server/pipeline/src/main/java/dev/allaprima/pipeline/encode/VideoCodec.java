package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The codecs that painted pictures are encoded with.
 *
 * <p>Their presets are quick ones: the encoder must not take the cores from the painter, and on
 * painted pictures, which are all texture, the slower presets save little.
 */
public enum VideoCodec {
  /**
   * By x264, without its macroblock tree: with it x264 on AVX-512 gives about one time in ten other
   * packets for the same frames, and work that goes on after a kill is to give the same.
   */
  H264("libx264", avutil.AV_PIX_FMT_YUV420P, 20, 51, Map.of("preset", "veryfast", "mbtree", "0")),
  /** By x265, which would print to the terminal. */
  HEVC(
      "libx265",
      avutil.AV_PIX_FMT_YUV420P,
      23,
      51,
      Map.of("preset", "ultrafast", "x265-params", "log-level=none")),
  /** By SVT-AV1. */
  AV1("libsvtav1", avutil.AV_PIX_FMT_YUV420P, 30, 63, Map.of("preset", "10")),
  /** By libvpx; without a bit rate of 0 the quality would be a bound and not a goal. */
  VP9(
      "libvpx-vp9",
      avutil.AV_PIX_FMT_YUV420P,
      28,
      63,
      Map.of("deadline", "realtime", "cpu-used", "6", "row-mt", "1", "b", "0")),
  /** By the encoder on an NVIDIA card, which leaves the processor's cores alone. */
  H264_NVENC("h264_nvenc", avutil.AV_PIX_FMT_YUV420P, 23, 51, Nvenc.OPTIONS),
  /** Likewise. */
  HEVC_NVENC("hevc_nvenc", avutil.AV_PIX_FMT_YUV420P, 26, 51, Nvenc.OPTIONS),
  /** Likewise; cards from the Ada generation on have it. */
  AV1_NVENC("av1_nvenc", avutil.AV_PIX_FMT_YUV420P, 120, 255, Nvenc.OPTIONS),
  /** Apple ProRes 422: 10 bits, each picture by itself, for editing. */
  PRORES(
      "prores_ks",
      avutil.AV_PIX_FMT_YUV422P10LE,
      -1,
      -1,
      Map.of("profile", "standard", "vendor", "apl0")),
  /** Pictures are kept whole until all are there and a palette for all of them can be chosen. */
  GIF("ffv1", avutil.AV_PIX_FMT_YUV420P, -1, -1, Map.of("level", "3")),
  /** A file for every picture. */
  PNG("png", avutil.AV_PIX_FMT_RGB24, -1, -1, Map.of("compression_level", "3"));

  /**
   * What NVIDIA's encoders have in common; apart, because an enum's fields come after its values.
   */
  private static final class Nvenc {
    /** A quantiser that stays the same: the only one of its modes that the rate does not enter. */
    static final Map<String, String> OPTIONS = Map.of("preset", "p4", "rc", "constqp");
  }

  private final String encoder;
  private final int pixels;
  private final int defaultCrf;
  private final int worstCrf;
  private final Map<String, String> options;

  VideoCodec(
      String encoder, int pixels, int defaultCrf, int worstCrf, Map<String, String> options) {
    this.encoder = encoder;
    this.pixels = pixels;
    this.defaultCrf = defaultCrf;
    this.worstCrf = worstCrf;
    this.options = options;
  }

  /**
   * The codec of that name, as {@code --codec} has it.
   *
   * @throws Fault if there is none
   */
  public static VideoCodec of(String name) {
    return Arrays.stream(values())
        .filter(codec -> codec.toString().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> Fault.of(INVALID, "there is no codec \"" + name + "\"", "Say one of " + names()));
  }

  /** All their names, for people. */
  public static String names() {
    return Arrays.stream(values()).map(VideoCodec::toString).collect(Collectors.joining(", "));
  }

  /**
   * The constant rate factor to encode with.
   *
   * @param asked for; -1 for this codec's default
   * @throws Fault if it is not on this codec's scale
   */
  public int crf(int asked) {
    if (asked == -1) {
      return defaultCrf;
    } else if (worstCrf < 0) {
      throw Fault.of(
          INVALID, "--crf is " + asked + " but " + this + " has no such", "Leave it out");
    } else if (asked < 0 || asked > worstCrf) {
      throw Fault.of(
          INVALID,
          "--crf is " + asked,
          "For " + this + " give 0 (best) to " + worstCrf + " (worst); default " + defaultCrf);
    }
    return asked;
  }

  /** FFmpeg's name of the encoder. */
  String encoder() {
    return encoder;
  }

  /** The pixel format that it is given. */
  int pixels() {
    return pixels;
  }

  /** The encoder's options, by FFmpeg's names. */
  Map<String, String> options() {
    return options;
  }

  /** Whether its pictures have an even width and height only, as 4:2:0 and 4:2:2 video has. */
  boolean isEven() {
    return this != GIF && this != PNG;
  }

  /** What FFmpeg calls the encoder's quality: a constant rate factor, or a quantiser. */
  String quality() {
    return isOnCard() ? "qp" : "crf";
  }

  /** Whether it needs an NVIDIA card. */
  boolean isOnCard() {
    return options == Nvenc.OPTIONS;
  }

  /** Whether it has a constant rate factor. */
  boolean hasCrf() {
    return worstCrf >= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
