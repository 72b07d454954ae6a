package dev.allaprima.pipeline.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files outside the project that some tests use where they are: the folder shared beside it. */
public final class SharedData {
  private SharedData() {}

  /** The file of that path below shared/data; the test is skipped if it is not there. */
  public static Path file(String path) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data").resolve(path);
      if (Files.exists(file)) {
        return file;
      }
    }
    return Assumptions.abort("skipped: there is no shared/data/" + path + " beside the project");
  }
}
