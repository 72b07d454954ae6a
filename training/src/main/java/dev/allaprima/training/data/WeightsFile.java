package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Files of a loss network's weights: NumPy's {@code .npz} and Keras' HDF5, told apart by their
 * first bytes.
 */
public final class WeightsFile {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};

  /** Keras' layers: {@code block1_conv1} is the papers' conv1_1. */
  private static final Pattern LAYER = Pattern.compile("block(\\d)_conv(\\d)");

  private WeightsFile() {}

  /**
   * Every array of the file by its name, float32. Those of Keras are given the papers' names and
   * PyTorch's order of axes, as the npz files have them: {@code convB_C.weight} (out, in, height,
   * width) and {@code convB_C.bias} (out).
   *
   * @throws Fault if there is no such file or it is neither
   */
  public static Map<String, INDArray> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "the weights file " + file + " is not there", "Check --weights");
    }
    try {
      byte[] start = start(file);
      if (Arrays.equals(start, ZIP)) {
        return npz(file);
      }
      if (Arrays.equals(start, HDF5)) {
        return keras(file);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, "it is damaged or cut short: " + e.getMessage(), e);
    }
    throw unreadable(file, "it is neither .npz nor HDF5", null);
  }

  private static Fault unreadable(Path file, String why, Throwable cause) {
    return Fault.of(
        INVALID,
        "the weights file " + file + " cannot be read: " + why,
        "Fetch it again, or leave --weights out to have the published ones downloaded",
        cause);
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ZIP.length);
    }
  }

  private static Map<String, INDArray> npz(Path file) throws IOException {
    Map<String, INDArray> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".npy")).toList()) {
        byte[] npy = zip.getInputStream(entry).readAllBytes();
        arrays.put(
            entry.getName().substring(0, entry.getName().length() - ".npy".length()),
            Nd4j.createNpyFromByteArray(npy).castTo(DataType.FLOAT).dup('c'));
      }
    }
    return arrays;
  }

  private static Map<String, INDArray> keras(Path file) {
    Map<String, INDArray> arrays = new TreeMap<>();
    try (HdfFile hdf = new HdfFile(file)) {
      collect(hdf, arrays);
    }
    return arrays;
  }

  /**
   * A layer is a group of that name at any depth; its kernel is its array of four axes (height,
   * width, in, out), its bias that of one. So the arrays may be called {@code block1_conv1_W_1:0}
   * as in Keras' published files, or {@code kernel:0} as it writes them now.
   */
  private static void collect(Group group, Map<String, INDArray> arrays) {
    for (Node child : group) {
      Matcher layer = LAYER.matcher(child.getName());
      if (child instanceof Group inner && !layer.matches()) {
        collect(inner, arrays);
      } else if (child instanceof Group inner) {
        collectLayer(inner, "conv" + layer.group(1) + "_" + layer.group(2), arrays);
      }
    }
  }

  private static void collectLayer(Group group, String name, Map<String, INDArray> arrays) {
    for (Node child : group) {
      if (child instanceof Group inner) {
        collectLayer(inner, name, arrays);
      } else if (child instanceof Dataset array) {
        long[] shape = Arrays.stream(array.getDimensions()).asLongStream().toArray();
        INDArray values = Nd4j.create((float[]) array.getDataFlat(), shape, 'c');
        if (shape.length == 1) {
          arrays.put(name + ".bias", values);
        } else {
          arrays.put(name + ".weight", shape.length == 4 ? values.permute(3, 2, 0, 1) : values);
        }
      }
    }
  }
}
