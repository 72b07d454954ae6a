package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
      for (Path file : Files.isDirectory(path) ? Picture.filesIn(path) : List.of(path)) {
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
}
