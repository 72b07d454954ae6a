package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.file.PartFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is to be written.
 *
 * @param output the name of the file, or folder/%06d.png for a file for every picture
 * @param overwrite whether it may be there already
 * @param codec how pictures are encoded
 * @param crf the encoder's constant rate factor, 0 being the best; -1 where it has none
 */
public record Target(Path output, boolean overwrite, VideoCodec codec, int crf) {
  /**
   * Chooses by the name what was not said, and checks the rest, without writing anything.
   *
   * @param codec null for the one that is usual for the name's ending
   * @param crf -1 for the codec's default
   * @throws Fault if there is no such kind of file, it cannot hold the codec, or it exists
   */
  public static Target of(Path output, boolean overwrite, VideoCodec codec, int crf) {
    Container container = Container.of(output);
    VideoCodec chosen = codec == null ? container.codecs().get(0) : codec;
    if (!container.codecs().contains(chosen)) {
      String codecs =
          container.codecs().stream().map(VideoCodec::toString).collect(Collectors.joining(", "));
      throw Fault.of(
          INVALID,
          "output " + output + " cannot hold " + chosen,
          "Say --codec " + codecs + ", or choose another ending");
    }
    int factor = chosen.crf(crf);
    if (container == Container.PICTURES) {
      PictureSequence.check(output, overwrite);
    } else {
      PartFile.check(output, overwrite);
    }
    return new Target(output, overwrite, chosen, factor);
  }

  /** The ending of a name that suits the codec best. */
  public static String ending(VideoCodec codec) {
    return switch (codec) {
      case VP9 -> Container.WEBM.ending();
      case PRORES -> Container.MOV.ending();
      case GIF -> Container.ANIMATION.ending();
      case PNG -> "/%06d.png";
      default -> Container.MP4.ending();
    };
  }

  /** Whether a video of the codec, of any if null, can be written under that name. */
  public static boolean takes(Path output, VideoCodec codec) {
    try {
      List<VideoCodec> codecs = Container.of(output).codecs();
      return codec == null || codecs.contains(codec);
    } catch (Fault e) {
      return false;
    }
  }

  Container container() {
    return Container.of(output);
  }
}
