package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One style of a catalogue.
 *
 * @param folder where its files lie
 * @param card what it says of itself
 */
public record Style(Path folder, StyleCard card) {
  static final String MODEL = "model.onnx";
  static final String CARD = "card.json";
  static final String PREVIEW = "preview.jpg";

  /** The style's name. */
  public String name() {
    return card.name();
  }

  /** The picture that shows it; a JPEG. */
  public Path preview() {
    return folder.resolve(PREVIEW);
  }

  /**
   * The network's bytes, proved to be those that the card was written for.
   *
   * @throws Fault if the file is missing or is not the one the card describes
   */
  public byte[] model() {
    Path file = folder.resolve(MODEL);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw Fault.of(
          INVALID,
          "style " + name() + ": " + file + " cannot be read (" + e + ")",
          "Train the style again or restore its folder",
          e);
    }
    String found = sha256(bytes);
    if (!found.equals(card.sha256())) {
      if (!Catalogue.read(folder).card().equals(card)) {
        throw Fault.of(
            UNAVAILABLE, "style " + name() + " was replaced while it was opened", "Try again");
      }
      throw Fault.of(
          INVALID,
          "style " + name() + ": " + file + " has SHA-256 " + found + ", its card says otherwise",
          "The file is damaged or not this style's: restore it or train the style again");
    }
    return bytes;
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
