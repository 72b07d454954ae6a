package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state of a training after a number of steps: all that the next step depends on.
 *
 * @param step steps done
 * @param identity the configuration's text: a checkpoint serves no other
 * @param parameters the network's vector
 * @param optimiser Adam's moments
 */
record Checkpoint(int step, String identity, INDArray parameters, INDArray optimiser) {

  /** Writes it beside and renames: a kill leaves the old one or the new one. */
  void write(Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (DataOutputStream out =
          new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(part)))) {
        out.writeInt(step);
        out.writeUTF(identity);
        Nd4j.write(parameters, out);
        Nd4j.write(optimiser, out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the checkpoint " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space, then go on with --resume",
          e);
    }
  }

  static Checkpoint read(Path file) {
    try (DataInputStream in =
        new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
      int step = in.readInt();
      String identity = in.readUTF();
      return new Checkpoint(step, identity, Nd4j.read(in), Nd4j.read(in));
    } catch (IOException | RuntimeException e) {
      throw Fault.of(
          INVALID,
          "the checkpoint " + file + " cannot be read (" + e + ")",
          "Start the training anew without --resume",
          e);
    }
  }
}
