package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.pipeline.encode.VideoCodec.AV1;
import static dev.allaprima.pipeline.encode.VideoCodec.AV1_NVENC;
import static dev.allaprima.pipeline.encode.VideoCodec.GIF;
import static dev.allaprima.pipeline.encode.VideoCodec.H264;
import static dev.allaprima.pipeline.encode.VideoCodec.H264_NVENC;
import static dev.allaprima.pipeline.encode.VideoCodec.HEVC;
import static dev.allaprima.pipeline.encode.VideoCodec.HEVC_NVENC;
import static dev.allaprima.pipeline.encode.VideoCodec.PNG;
import static dev.allaprima.pipeline.encode.VideoCodec.PRORES;
import static dev.allaprima.pipeline.encode.VideoCodec.VP9;

import dev.allaprima.models.Fault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of file that a video can be written to, by the ending of the name. */
enum Container {
  MP4(
      "mp4",
      List.of(".mp4", ".m4v"),
      List.of(H264, HEVC, AV1, VP9, H264_NVENC, HEVC_NVENC, AV1_NVENC)),
  MOV("mov", List.of(".mov"), List.of(H264, HEVC, PRORES, H264_NVENC, HEVC_NVENC)),
  MKV(
      "matroska",
      List.of(".mkv"),
      List.of(H264, HEVC, AV1, VP9, PRORES, H264_NVENC, HEVC_NVENC, AV1_NVENC)),
  WEBM("webm", List.of(".webm"), List.of(VP9, AV1, AV1_NVENC)),
  TS("mpegts", List.of(".ts"), List.of(H264, HEVC, H264_NVENC, HEVC_NVENC)),
  ANIMATION("gif", List.of(".gif"), List.of(GIF)),
  PICTURES("image2", List.of(".png"), List.of(PNG));

  private final String muxer;
  private final List<String> endings;
  // The first is what it holds unless another is asked for.
  private final List<VideoCodec> codecs;

  Container(String muxer, List<String> endings, List<VideoCodec> codecs) {
    this.muxer = muxer;
    this.endings = endings;
    this.codecs = codecs;
  }

  /** What FFmpeg calls it. */
  String muxer() {
    return muxer;
  }

  List<VideoCodec> codecs() {
    return codecs;
  }

  /** The ending of a file's name that is usual for it. */
  String ending() {
    return endings.get(0);
  }

  /** Whether it is MP4 or its ancestor: an index that can be put at the front, text as tx3g. */
  boolean isMov() {
    return this == MP4 || this == MOV;
  }

  /**
   * The container that the file's name asks for.
   *
   * @throws Fault if its ending is none of those that can be written
   */
  static Container of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (Container container : values()) {
      if (container.endings.stream().anyMatch(name::endsWith)
          && (container != PICTURES || PictureSequence.isPattern(file))) {
        return container;
      }
    }
    String endings =
        Arrays.stream(values())
            .filter(container -> container != PICTURES)
            .map(Container::ending)
            .collect(Collectors.joining(", "));
    throw Fault.of(
        INVALID,
        "output " + file + " has an ending that says no kind of video",
        "End its name in " + endings + " or as in folder/%06d.png (.png or .jpg for a photo)");
  }
}
