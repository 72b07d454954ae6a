package dev.allaprima.models;

import static dev.allaprima.models.Cards.require;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code card.json} says of a style.
 *
 * @param format version of this format; {@value #FORMAT}
 * @param name the style's name and its folder's: lower-case letters, digits and dashes
 * @param title how people call it: the painting's title, mostly
 * @param artist who painted what it was learnt from; may be empty
 * @param year when that was painted, such as {@code 1889} or {@code 1885-1890}; may be empty
 * @param rights in whose rights that painting is, such as {@code public domain}; may be empty
 * @param licence the licence of the weights, as an SPDX identifier
 * @param network the network that it shares with other styles, by its folder's name; null where the
 *     style's own folder holds its network
 * @param index its place among the network's styles, from 0: the row of the input {@code style}
 * @param training how it was learnt (paintings, iterations, weights), for people to read
 * @param measures what was measured of it (losses on which photos, warping error), by name
 */
public record StyleCard(
    int format,
    String name,
    String title,
    String artist,
    String year,
    String rights,
    String licence,
    String network,
    int index,
    Map<String, String> training,
    Map<String, Double> measures) {

  /** The format that this version reads and writes. */
  public static final int FORMAT = 2;

  /** The catalogue's folder of shared networks: no style can be called so. */
  static final String NETWORKS = "networks";

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** Checks every field; throws {@link IllegalArgumentException} naming the first that is wrong. */
  public StyleCard {
    require(format == FORMAT, "format", format, "must be " + FORMAT);
    requireName(name);
    require(title != null && !title.isBlank(), "title", title, "must not be empty");
    require(artist != null, "artist", artist, "must be there, if only empty");
    require(year != null, "year", year, "must be there, if only empty");
    require(rights != null, "rights", rights, "must be there, if only empty");
    require(licence != null && !licence.isBlank(), "licence", licence, "must be an SPDX name");
    require(
        network == null || isName(network),
        "network",
        network,
        "must be null or at most 64 lower-case letters, digits and single dashes");
    require(index >= 0, "index", index, "must not be negative");
    training = Cards.ordered(training);
    measures = Cards.ordered(measures);
  }

  /** Throws {@link IllegalArgumentException} unless {@code name} can name a style. */
  public static void requireName(String name) {
    require(
        isName(name),
        "name",
        name,
        "must be at most 64 lower-case letters, digits and single dashes");
    require(!name.equals(NETWORKS), "name", name, "that is the folder of shared networks");
  }

  /** Whether a network or, but for one reserved name, a style can be called so. */
  static boolean isName(String name) {
    return name != null && name.length() <= 64 && NAME.matcher(name).matches();
  }

  /**
   * Reads a card.
   *
   * @throws IllegalArgumentException saying what is wrong with the text, in one line
   */
  public static StyleCard fromJson(String json) {
    return Cards.fromJson(json, StyleCard.class);
  }

  /** The card as indented JSON with a final line feed. */
  public String toJson() {
    return Cards.toJson(this);
  }
}
