package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import java.nio.file.Path;
import java.util.List;

/** The photos that styles are measured on. */
final class TestPhotos {
  private TestPhotos() {}

  /**
   * All JPEG and PNG files of a folder, in the order of their names.
   *
   * @throws Fault if there is none, or one can't be read: a mean over fewer would not compare
   */
  static List<Picture> in(Path folder) {
    List<Path> files = Picture.filesIn(folder);
    if (files.isEmpty()) {
      throw Fault.of(INVALID, "there is no JPEG or PNG in " + folder, "Give --test-photos some");
    }
    return files.stream().map(Picture::read).toList();
  }
}
