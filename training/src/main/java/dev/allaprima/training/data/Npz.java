package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** NumPy's {@code .npz} archives of weights. */
public final class Npz {
  private Npz() {}

  /**
   * Every array of the file by its name, as float32 in C order.
   *
   * @throws Fault if there is no such file or it is no npz
   */
  public static Map<String, INDArray> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(
          NOT_FOUND, "the weights file " + file + " is not there", "Check --loss-network");
    }
    Map<String, INDArray> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".npy")).toList()) {
        byte[] npy = zip.getInputStream(entry).readAllBytes();
        arrays.put(
            entry.getName().substring(0, entry.getName().length() - ".npy".length()),
            Nd4j.createNpyFromByteArray(npy).castTo(DataType.FLOAT).dup('c'));
      }
    } catch (IOException | RuntimeException e) {
      throw Fault.of(
          INVALID,
          "the weights file " + file + " is not a readable .npz (" + e.getMessage() + ")",
          "Give one with arrays convB_C.weight and convB_C.bias",
          e);
    }
    return arrays;
  }
}
