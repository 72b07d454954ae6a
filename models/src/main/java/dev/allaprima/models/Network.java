package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A network of a catalogue: one set of weights, in one or more precisions, for one or more styles.
 *
 * @param folder where its files lie
 * @param card what it says of itself
 */
public record Network(Path folder, NetworkCard card) {
  static final String CARD = "network.json";

  /** Whether a network lies in the folder. */
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(CARD));
  }

  /** Reads the folder's card; throws {@link IllegalArgumentException} saying what is wrong. */
  public static Network read(Path folder) {
    return new Network(folder, Cards.read(folder.resolve(CARD), NetworkCard.class));
  }

  /** Whether the network was published in this precision. */
  public boolean has(Precision precision) {
    return card.sha256().containsKey(precision);
  }

  /** Where the model of this precision lies, if the network has it. */
  public Path file(Precision precision) {
    return folder.resolve(precision.file());
  }

  /**
   * The model's bytes, proved to be those that the card was written for.
   *
   * @throws Fault if the network was not published in this precision, or the file is missing or is
   *     not the one the card describes
   */
  public byte[] model(Precision precision) {
    Path file = file(precision);
    if (!has(precision)) {
      throw Fault.of(
          NOT_FOUND,
          "network " + folder + " has no " + precision + " model",
          "It has: "
              + String.join(", ", card.sha256().keySet().stream().map(p -> p + "").toList()));
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw Fault.of(
          INVALID, file + " cannot be read (" + e + ")", "Train it again or restore its folder", e);
    }
    String found = sha256(bytes);
    if (!found.equals(card.sha256().get(precision))) {
      if (wasReplaced()) {
        throw Fault.of(
            UNAVAILABLE, "network " + folder + " was replaced while it was opened", "Try again");
      }
      throw Fault.of(
          INVALID,
          file + " has SHA-256 " + found + ", its card says otherwise",
          "The file is damaged or not this network's: restore it or train the style again");
    }
    return bytes;
  }

  private boolean wasReplaced() {
    try {
      return !read(folder).card().equals(card);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
