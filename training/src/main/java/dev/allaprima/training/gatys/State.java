package dev.allaprima.training.gatys;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.gatys.PictureLoss.Parts;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A painting after a number of steps: all that the next step depends on.
 *
 * @param level counted from the coarsest
 * @param step steps done at that level
 * @param picture what the optimiser moves
 * @param history the losses of all steps so far
 * @param optimiser with its memory
 */
record State(int level, int step, INDArray picture, List<Parts> history, Optimiser optimiser) {

  /** Writes it beside and renames: a kill leaves the old one or the new one. */
  void write(Path file, String identity) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
        out.writeUTF(identity);
        out.writeInt(level);
        out.writeInt(step);
        Nd4j.write(picture, out);
        out.writeInt(history.size());
        for (Parts parts : history) {
          out.writeDouble(parts.content());
          out.writeDouble(parts.style());
          out.writeDouble(parts.variation());
        }
        optimiser.write(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the state " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space, then go on with --resume",
          e);
    }
  }

  /**
   * Reads one.
   *
   * @param optimiser receives its memory
   * @throws Fault if it can't be read or was written for another painting
   */
  static State read(Path file, String identity, Optimiser optimiser) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      String found = in.readUTF();
      if (!found.equals(identity)) {
        throw Fault.of(
            INVALID,
            "the state " + file + " is of another painting: " + found,
            "Give the same pictures and options, or start anew without --resume");
      }
      int level = in.readInt();
      int step = in.readInt();
      INDArray picture = Nd4j.read(in);
      List<Parts> history = new ArrayList<>();
      int steps = in.readInt();
      for (int i = 0; i < steps; i++) {
        history.add(new Parts(in.readDouble(), in.readDouble(), in.readDouble()));
      }
      optimiser.read(in);
      return new State(level, step, picture, history, optimiser);
    } catch (Fault e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Fault.of(
          INVALID,
          "the state " + file + " cannot be read (" + e + ")",
          "Start anew without --resume",
          e);
    }
  }
}
