package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.Checkpoints;
import dev.allaprima.training.loop.ConfigFile;
import dev.allaprima.training.loop.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a training leaves on disk while it runs: checkpoints, its configuration, the losses as
 * {@code loss.csv} and {@code loss.png}, sample pictures, and a catalogue with the styles as they
 * are so far.
 */
record RunFolder(Path root) {

  /** Refuses to begin where a training is already. */
  void requireFresh() {
    if (checkpoints(1).newest().isPresent()) {
      throw Fault.of(
          CONFLICT,
          root + " holds a training already",
          "Go on with --resume, or name another folder with --run");
    }
  }

  /** Makes what is not there, and writes the configuration. */
  void begin(TrainingConfig config) {
    try {
      Files.createDirectories(samples());
      Files.createDirectories(draft());
      Files.writeString(root.resolve("config.yaml"), ConfigFile.write(config));
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  Checkpoints checkpoints(int keep) {
    return new Checkpoints(root.resolve("checkpoints"), keep);
  }

  Path samples() {
    return root.resolve("samples");
  }

  Path draft() {
    return root.resolve("draft");
  }

  static Fault unwritable(Path path, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        path + " cannot be written (" + e + ")",
        "Check the folder's rights and the disk's space",
        e);
  }
}
