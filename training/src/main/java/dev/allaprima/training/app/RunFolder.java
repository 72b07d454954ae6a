package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a training leaves on disk while it runs: checkpoint, configuration, losses, sample pictures,
 * and a catalogue with the style as it is so far.
 */
record RunFolder(Path root) {

  /** Opens the folder for a fresh run, or for one that goes on. */
  static RunFolder open(Path root, boolean resume) {
    RunFolder folder = new RunFolder(root);
    boolean there = Files.exists(folder.checkpoint());
    if (resume && !there) {
      throw Fault.of(
          NOT_FOUND,
          "there is no checkpoint " + folder.checkpoint(),
          "Start the training without --resume, or name its folder with --run");
    }
    if (!resume && there) {
      throw Fault.of(
          CONFLICT,
          root + " holds a training already",
          "Go on with --resume, or name another folder with --run");
    }
    try {
      Files.createDirectories(folder.samples());
      Files.createDirectories(folder.draft());
    } catch (IOException e) {
      throw unwritable(root, e);
    }
    return folder;
  }

  Path checkpoint() {
    return root.resolve("checkpoint.bin");
  }

  Path samples() {
    return root.resolve("samples");
  }

  Path draft() {
    return root.resolve("draft");
  }

  void writeConfig(TrainingConfig config) {
    append("config.txt", config + "\n");
  }

  /** One line of the loss history. */
  void writeLoss(int step, double content, double style, double variation, double seconds) {
    append(
        "loss.csv", "%d,%.6f,%.6f,%.6f,%.3f%n".formatted(step, content, style, variation, seconds));
  }

  private void append(String name, String text) {
    try {
      Files.writeString(
          root.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(root.resolve(name), e);
    }
  }

  private static Fault unwritable(Path path, IOException e) {
    return Fault.of(
        UNAVAILABLE,
        path + " cannot be written (" + e + ")",
        "Check the folder's rights and the disk's space",
        e);
  }
}
