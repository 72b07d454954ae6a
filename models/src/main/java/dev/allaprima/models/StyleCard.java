package dev.allaprima.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code card.json} says of a style.
 *
 * @param format version of this format; {@value #FORMAT}
 * @param name the style's name and its folder's: lower-case letters, digits and dashes
 * @param title how people call it
 * @param artist who painted what it was learnt from; may be empty
 * @param licence the licence of the weights, as an SPDX identifier
 * @param sizeMultiple height and width of a picture must be multiples of this many pixels; even
 * @param sha256 of {@code model.onnx}, in hexadecimal: a damaged model is found before native code
 *     reads it
 * @param training how it was learnt (paintings, photos, iterations, weights), for people to read
 */
public record StyleCard(
    int format,
    String name,
    String title,
    String artist,
    String licence,
    int sizeMultiple,
    String sha256,
    Map<String, String> training) {

  /** The format that this version reads and writes. */
  public static final int FORMAT = 1;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Checks every field; throws {@link IllegalArgumentException} naming the first that is wrong. */
  public StyleCard {
    require(format == FORMAT, "format", format, "must be " + FORMAT);
    requireName(name);
    require(title != null && !title.isBlank(), "title", title, "must not be empty");
    require(artist != null, "artist", artist, "must be there, if only empty");
    require(licence != null && !licence.isBlank(), "licence", licence, "must be an SPDX name");
    require(
        sizeMultiple >= 2 && sizeMultiple <= 64 && sizeMultiple % 2 == 0,
        "sizeMultiple",
        sizeMultiple,
        "must be even and from 2 to 64");
    require(
        sha256 != null && SHA256.matcher(sha256).matches(),
        "sha256",
        sha256,
        "must be 64 hexadecimal digits");
    // In one order, so that the same card is the same file.
    training = training == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(training));
  }

  /** Throws {@link IllegalArgumentException} unless {@code name} can name a style. */
  public static void requireName(String name) {
    require(
        name != null && name.length() <= 64 && NAME.matcher(name).matches(),
        "name",
        name,
        "must be at most 64 lower-case letters, digits and single dashes");
  }

  /**
   * Reads a card.
   *
   * @throws IllegalArgumentException saying what is wrong with the text, in one line
   */
  public static StyleCard fromJson(String json) {
    try {
      StyleCard card = JSON.readValue(json, StyleCard.class);
      if (card == null) {
        throw new IllegalArgumentException("it is empty");
      }
      return card;
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : null;
      throw new IllegalArgumentException(cause != null ? cause.getMessage() : said(e), e);
    }
  }

  /** What Jackson says, in one line, without what it says of its own source. */
  private static String said(JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
    String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return place + message.replaceAll(" \\((start marker|for |set |token ).*", "");
  }

  /** The card as indented JSON with a final line feed. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean holds, String field, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("\"" + field + "\" is " + value + " but " + rule);
    }
  }
}
