package dev.allaprima.models;

import static dev.allaprima.models.Cards.require;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code network.json} says of a network.
 *
 * @param format version of this format; {@value #FORMAT}
 * @param kind which architecture it is, such as {@code gallery} or {@code johnson}; for people
 * @param sizeMultiple height and width of a picture must be multiples of this many pixels; even
 * @param styles how many styles it holds, S of its input {@code style}; a network of one style may
 *     lack that input
 * @param sha256 of each variant's file, in hexadecimal: a damaged model is found before native code
 *     reads it. {@code fp32} is always there
 * @param parity how far each variant is from what it was made of, for people to read
 * @param training how it was learnt (photos, iterations, configuration), for people to read
 */
public record NetworkCard(
    int format,
    String kind,
    int sizeMultiple,
    int styles,
    Map<Precision, String> sha256,
    Map<String, String> parity,
    Map<String, String> training) {

  /** The format that this version reads and writes. */
  public static final int FORMAT = 1;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks every field; throws {@link IllegalArgumentException} naming the first that is wrong. */
  public NetworkCard {
    require(format == FORMAT, "format", format, "must be " + FORMAT);
    require(kind != null && !kind.isBlank(), "kind", kind, "must not be empty");
    require(
        sizeMultiple >= 2 && sizeMultiple <= 64 && sizeMultiple % 2 == 0,
        "sizeMultiple",
        sizeMultiple,
        "must be even and from 2 to 64");
    require(styles >= 1 && styles <= 10_000, "styles", styles, "must be from 1 to 10000");
    sha256 = Cards.ordered(sha256);
    require(sha256.containsKey(Precision.FP32), "sha256", sha256, "must have \"fp32\"");
    for (String hash : sha256.values()) {
      require(
          hash != null && SHA256.matcher(hash).matches(),
          "sha256",
          hash,
          "must be 64 hexadecimal digits");
    }
    parity = Cards.ordered(parity);
    training = Cards.ordered(training);
  }

  /**
   * Reads a card.
   *
   * @throws IllegalArgumentException saying what is wrong with the text, in one line
   */
  public static NetworkCard fromJson(String json) {
    return Cards.fromJson(json, NetworkCard.class);
  }

  /** The card as indented JSON with a final line feed. */
  public String toJson() {
    return Cards.toJson(this);
  }
}
