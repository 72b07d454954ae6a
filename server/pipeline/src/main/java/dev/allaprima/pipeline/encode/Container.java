package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of file that a video can be written to, by the ending of the name. */
enum Container {
  MP4("mp4"),
  MOV("mov"),
  MKV("matroska");

  private final String muxer;

  Container(String muxer) {
    this.muxer = muxer;
  }

  /** What FFmpeg calls it. */
  String muxer() {
    return muxer;
  }

  /** Whether its index can be put at its front, so that playing begins before all is loaded. */
  boolean hasMovableIndex() {
    return this != MKV;
  }

  /**
   * The container that the file's name asks for.
   *
   * @throws Fault if its ending is none of those that can be written
   */
  static Container of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".mp4") || name.endsWith(".m4v")) {
      return MP4;
    } else if (name.endsWith(".mov")) {
      return MOV;
    } else if (name.endsWith(".mkv")) {
      return MKV;
    }
    throw Fault.of(
        INVALID,
        "output " + file + " has an ending that says no kind of video",
        "End its name in .mp4, .mov or .mkv (or .png or .jpg for a photo)");
  }
}
