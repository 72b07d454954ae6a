package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that is deleted with all that is in it when it is closed. */
record BenchFolder(Path path) implements AutoCloseable {
  static BenchFolder make() {
    try {
      return new BenchFolder(Files.createTempDirectory("allaprima-bench-"));
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, "no temporary folder (" + e + ")", "Check the disk's space", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw Fault.of(UNAVAILABLE, path + " cannot be deleted (" + e + ")", "Delete it", e);
    }
  }
}
