package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.allaprima.models.Fault;
import dev.allaprima.training.data.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A picture's file that the command line names: PNG or JPEG by its ending. */
record PictureFile(Path path) {
  /** Checks the ending. */
  PictureFile {
    if (!ending(path).matches("png|jpe?g")) {
      throw Fault.of(INVALID, "--output is " + path, "Give a name in .png or .jpg");
    }
  }

  private static String ending(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Beside first, then in one move: nobody sees half a picture. */
  void write(Picture picture) {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try {
      if (ending(path).equals("png")) {
        picture.writePng(part);
      } else {
        Files.write(part, picture.toJpeg());
      }
      Files.move(part, path, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      throw RunFolder.unwritable(path, e);
    }
  }
}
