package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the paintings of a style at the size that its strokes are learnt in. */
public final class Paintings {
  private Paintings() {}

  /**
   * The pictures of a style.
   *
   * @param scales of the loss: it halves the pictures so many times less one
   * @throws Fault if there is none, or one can't be read
   */
  public static List<Picture> of(TrainingConfig.Style style, int scales) {
    int multiple = PerceptualLoss.sizeMultiple(scales);
    List<Picture> pictures = new ArrayList<>();
    for (Path path : style.paintings()) {
      for (Path file : Files.isDirectory(path) ? folder(path) : List.of(path)) {
        pictures.add(Picture.read(file).withShortSide(style.side(), multiple));
      }
    }
    if (pictures.isEmpty()) {
      throw Fault.of(
          INVALID,
          "style " + style.name() + " has no painting: " + style.paintings(),
          "Give it JPEG or PNG files, or a folder of them");
    }
    return pictures;
  }

  private static List<Path> folder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .toLowerCase(Locale.ROOT)
                      .matches(".*\\.(jpe?g|png)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Fault.of(
          INVALID,
          "the paintings' folder " + folder + " cannot be read (" + e + ")",
          "Check it",
          e);
    }
  }
}
