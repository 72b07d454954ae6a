package dev.allaprima.training;

import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures and weights from outside the project, where they lie beside it. */
public final class SharedData {
  private SharedData() {}

  /** The folder or file; null where there is none. */
  public static Path folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("shared/data").resolve(name);
      if (Files.exists(found)) {
        return found;
      }
    }
    return null;
  }
}
