package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.StyleNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The state of a training after a number of steps: all that the next step depends on. What is drawn
 * at random depends on the configuration's seed and the step, so that no generator's state is kept.
 *
 * @param step steps done
 * @param config the configuration that it belongs to
 * @param weights the network's vector
 * @param moments Adam's: first all of the first, then all of the second
 * @param watch what {@link Divergence} remembers
 */
public record Checkpoint(
    int step, TrainingConfig config, float[] weights, float[] moments, double[] watch) {
  /** "alla" and the format's version. */
  private static final long MAGIC = 0x616c6c61_00000004L;

  /** The network as it was. */
  public StyleNetwork network() {
    int styles = config.network().layout().styles(weights.length);
    StyleNetwork network = config.network().fresh(styles, config.seed());
    network.weights().vector().assign(Nd4j.createFromArray(weights));
    return network;
  }

  /** Writes it beside, forces it to the disk and renames: a kill leaves the old one or the new. */
  void write(Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the checkpoint " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space, then go on with --resume: the"
              + " checkpoints before it are whole",
          e);
    }
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeInt(step);
    byte[] text = ConfigFile.write(config).getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    for (float[] array : new float[][] {weights, moments}) {
      out.writeInt(array.length);
      for (float value : array) {
        out.writeFloat(value);
      }
    }
    out.writeInt(watch.length);
    for (double value : watch) {
      out.writeDouble(value);
    }
    out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  /**
   * Reads one.
   *
   * @throws Fault if it is damaged or none
   */
  public static Checkpoint read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int length = bytes.length - Long.BYTES;
      if (length < Long.BYTES || ByteBuffer.wrap(bytes).getLong() != MAGIC) {
        throw new IOException("it is none, or another version's");
      }
      if (ByteBuffer.wrap(bytes, length, Long.BYTES).getLong() != checksum(bytes, length)) {
        throw new IOException("its checksum is wrong");
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      in.skipNBytes(Long.BYTES);
      int step = in.readInt();
      byte[] text = in.readNBytes(in.readInt());
      TrainingConfig config = ConfigFile.read(new String(text, StandardCharsets.UTF_8));
      return new Checkpoint(step, config, floats(in), floats(in), doubles(in));
    } catch (IOException e) {
      throw Fault.of(
          INVALID,
          "the checkpoint " + file + " cannot be read (" + e.getMessage() + ")",
          "Remove it to go on from the one before it, or start anew without --resume",
          e);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    float[] array = new float[in.readInt()];
    for (int i = 0; i < array.length; i++) {
      array[i] = in.readFloat();
    }
    return array;
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    double[] array = new double[in.readInt()];
    for (int i = 0; i < array.length; i++) {
      array[i] = in.readDouble();
    }
    return array;
  }
}
