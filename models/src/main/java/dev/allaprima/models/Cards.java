package dev.allaprima.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What the two kinds of cards have in common: JSON in and out, and the words of what is wrong. */
final class Cards {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Cards() {}

  /**
   * Throws {@link IllegalArgumentException} with one line that says what is wrong with the text.
   */
  static <T> T fromJson(String json, Class<T> type) {
    try {
      T card = JSON.readValue(json, type);
      if (card == null) {
        throw new IllegalArgumentException("it is empty");
      }
      return card;
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : null;
      throw new IllegalArgumentException(cause != null ? cause.getMessage() : said(e), e);
    }
  }

  /** Reads a card's file; throws as {@link #fromJson} does, the file's trouble included. */
  static <T> T read(Path file, Class<T> type) {
    try {
      return fromJson(Files.readString(file), type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read (" + e + ")", e);
    }
  }

  /** What Jackson says, in one line, without what it says of its own source. */
  private static String said(JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
    String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return place + message.replaceAll(" \\((start marker|for |set |token ).*", "");
  }

  /** Indented, with a final line feed. */
  static String toJson(Object card) {
    try {
      return JSON.writeValueAsString(card) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void require(boolean holds, String field, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("\"" + field + "\" is " + value + " but " + rule);
    }
  }

  /** In one order, so that the same card is the same file; none for null. */
  static <K extends Comparable<K>, V> Map<K, V> ordered(Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
