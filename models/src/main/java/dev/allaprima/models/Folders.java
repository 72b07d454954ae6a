package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** Folders that appear whole or not at all: readers see the old one or the new one. */
final class Folders {
  private Folders() {}

  /**
   * Writes the files into a hidden folder beside {@code folder} and gives it the name; one that is
   * there already makes way. A process that is killed leaves at most a hidden folder behind.
   *
   * @throws Fault naming {@code what} if the disk says no
   */
  static void put(Path folder, Map<String, byte[]> files, String what) {
    Path root = folder.getParent();
    String hidden = "." + folder.getFileName() + "-";
    try {
      Files.createDirectories(root);
      Path fresh = Files.createTempDirectory(root, hidden);
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Files.write(fresh.resolve(file.getKey()), file.getValue());
        }
        // createTempDirectory is for the owner alone; this is for whoever may read the catalogue.
        fresh.toFile().setReadable(true, false);
        fresh.toFile().setExecutable(true, false);
        Path old = null;
        if (Files.exists(folder)) {
          old = Files.createTempDirectory(root, hidden + "old-");
          Files.move(folder, old.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        if (old != null) {
          delete(old);
        }
      } finally {
        delete(fresh);
      }
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          what + " cannot be written to " + root + " (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
  }

  static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
