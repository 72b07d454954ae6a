package dev.allaprima.training.gatys;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What two runs must agree in for the one to go on with the other's state. */
final class Identity {
  private static final int SIDE = 32;

  private Identity() {}

  /** Configuration, pictures and loss network as a text. */
  static String of(
      GatysConfig config, LossNetwork network, Picture photo, List<Painting> paintings) {
    StringBuilder text = new StringBuilder(config.toString());
    text.append(' ').append(network.vgg().id()).append(answer(network, config.loss().layers()));
    if (photo != null) {
      text.append(" photo ").append(digest(photo));
    }
    for (Painting painting : paintings) {
      text.append(" painting ").append(digest(painting.picture()));
      text.append(" share ").append(painting.share());
    }
    return text.toString();
  }

  /**
   * What the network makes of a ramp: its weights and its pooling decide. To three places, as
   * another machine may differ in the last.
   */
  private static String answer(LossNetwork network, Set<String> layers) {
    StringBuilder text = new StringBuilder();
    try (Tape tape = new Tape();
        INDArray ramp =
            Nd4j.linspace(DataType.FLOAT, 0, 255.0 / (3 * SIDE * SIDE), 3 * SIDE * SIDE)) {
      Var picture = tape.constant(ramp.reshape(1, SIDE, SIDE, 3));
      for (Var feature : network.features(tape, picture, layers).values()) {
        text.append(
            String.format(Locale.ROOT, " %.3g", feature.value().meanNumber().doubleValue()));
      }
    }
    return text.toString();
  }

  private static String digest(Picture picture) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(4 * picture.rgb().length);
      bytes.asFloatBuffer().put(picture.rgb());
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
