package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The photos that styles are measured on. */
final class TestPhotos {
  private TestPhotos() {}

  /**
   * All JPEG and PNG files of a folder, in the order of their names.
   *
   * @throws Fault if there is none, or one can't be read: a mean over fewer would not compare
   */
  static List<Picture> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Fault.of(NOT_FOUND, "the photo folder " + folder + " is not there", "Check it");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(
                  file ->
                      file.getFileName()
                          .toString()
                          .toLowerCase(Locale.ROOT)
                          .matches(".*\\.(jpe?g|png)"))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw Fault.of(INVALID, folder + " cannot be read (" + e + ")", "Check it", e);
    }
    if (files.isEmpty()) {
      throw Fault.of(INVALID, "there is no JPEG or PNG in " + folder, "Give --test-photos some");
    }
    return files.stream().map(Picture::read).toList();
  }
}
