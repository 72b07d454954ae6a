package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of checkpoints, the newest few.
 *
 * @param folder where they lie, {@code step-00000250.ckpt} and so on
 * @param keep how many stay
 */
public record Checkpoints(Path folder, int keep) {
  private static final String NAME = "step-%08d.ckpt";

  /** Those that are there, the oldest first. */
  public List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("step-\\d{8}\\.ckpt"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE, folder + " cannot be read (" + e + ")", "Check the folder's rights", e);
    }
  }

  /** The newest that is there. */
  public Optional<Path> newest() {
    List<Path> files = files();
    return files.isEmpty() ? Optional.empty() : Optional.of(files.get(files.size() - 1));
  }

  /** The newest, read; a fault if there is none. */
  public Checkpoint read() {
    return Checkpoint.read(
        newest()
            .orElseThrow(
                () ->
                    Fault.of(
                        NOT_FOUND,
                        "there is no checkpoint in " + folder,
                        "Start the training without --resume, or name its folder with --run")));
  }

  /** Writes one, then lets go of the oldest. */
  Path write(Checkpoint checkpoint) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(String.format(NAME, checkpoint.step()));
      checkpoint.write(file);
      List<Path> files = files();
      for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
        Files.deleteIfExists(old);
      }
      return file;
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the checkpoints' folder " + folder + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
  }
}
