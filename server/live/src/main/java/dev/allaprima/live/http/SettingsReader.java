package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.allaprima.live.http.LiveApi.InsetPatch;
import dev.allaprima.live.http.LiveApi.KeyPatch;
import dev.allaprima.live.http.LiveApi.OverlayPatch;
import dev.allaprima.live.http.LiveApi.SettingsPatch;
import dev.allaprima.models.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a change of settings, a JSON merge patch (RFC 7396) whose members are known. Ranges are
 * left to who knows them.
 */
final class SettingsReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<String> FIELDS =
      List.of(
          "styles",
          "fadeSeconds",
          "strength",
          "originalColours",
          "renderScale",
          "steadiness",
          "split",
          "key",
          "inset",
          "overlay",
          "adaptive");
  private static final List<String> KEY_FIELDS =
      List.of("by", "colour", "threshold", "softness", "inverted", "show");
  private static final List<String> INSET_FIELDS = List.of("place", "size");
  private static final List<String> OVERLAY_FIELDS = List.of("place", "scale", "opacity");

  private SettingsReader() {}

  /**
   * @throws Fault if it is no such patch, naming the field and its value
   */
  static SettingsPatch read(String body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw Fault.of(
          INVALID,
          "the body is no JSON (" + e.getOriginalMessage().lines().findFirst().orElse("") + ")",
          "Send an object such as {\"strength\": 0.5}",
          e);
    }
    if (!root.isObject() || root.isEmpty()) {
      throw Fault.of(
          INVALID, "the body changes nothing", "Send an object such as {\"strength\": 0.5}");
    }
    requireKnown(root, FIELDS, "");
    return new SettingsPatch(
        styles(root.get("styles")),
        number(root, "", "fadeSeconds"),
        number(root, "", "strength"),
        truth(root, "", "originalColours"),
        number(root, "", "renderScale"),
        number(root, "", "steadiness"),
        number(root, "", "split"),
        key(root.get("key")),
        inset(root.get("inset")),
        overlay(root.get("overlay")),
        truth(root, "", "adaptive"));
  }

  private static void requireKnown(JsonNode object, List<String> known, String of) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Fault.of(
                    INVALID,
                    "there is no setting \"" + excerpt(of + name) + "\"",
                    "There are " + String.join(", ", known));
              }
            });
  }

  private static Map<String, Double> styles(JsonNode styles) {
    if (styles == null) {
      return null;
    }
    if (!styles.isObject() || styles.isEmpty()) {
      throw wrong("styles", styles, "an object of styles and weights, such as {\"NAME\": 1}");
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    styles
        .fieldNames()
        .forEachRemaining(name -> weights.put(name, number(styles, "styles.", name)));
    return weights;
  }

  private static KeyPatch key(JsonNode key) {
    if (key == null) {
      return null;
    }
    if (key.isNull()) {
      return new KeyPatch(true, null, null, null, null, null, null);
    }
    if (!key.isObject()) {
      throw wrong("key", key, "null or an object such as {\"by\": \"chroma\"}");
    }
    requireKnown(key, KEY_FIELDS, "key.");
    return new KeyPatch(
        false,
        text(key, "key.", "by"),
        text(key, "key.", "colour"),
        number(key, "key.", "threshold"),
        number(key, "key.", "softness"),
        truth(key, "key.", "inverted"),
        text(key, "key.", "show"));
  }

  private static InsetPatch inset(JsonNode inset) {
    if (inset == null) {
      return null;
    }
    if (inset.isNull()) {
      return new InsetPatch(true, null, null);
    }
    if (!inset.isObject()) {
      throw wrong("inset", inset, "null or an object such as {\"place\": \"bottom-right\"}");
    }
    requireKnown(inset, INSET_FIELDS, "inset.");
    return new InsetPatch(false, text(inset, "inset.", "place"), number(inset, "inset.", "size"));
  }

  private static OverlayPatch overlay(JsonNode overlay) {
    if (overlay == null) {
      return null;
    }
    if (overlay.isNull()) {
      return new OverlayPatch(true, null, null, null);
    }
    if (!overlay.isObject()) {
      throw wrong("overlay", overlay, "null or an object; the picture itself is PUT to …/overlay");
    }
    requireKnown(overlay, OVERLAY_FIELDS, "overlay.");
    return new OverlayPatch(
        false,
        text(overlay, "overlay.", "place"),
        number(overlay, "overlay.", "scale"),
        number(overlay, "overlay.", "opacity"));
  }

  private static Double number(JsonNode object, String of, String field) {
    JsonNode value = object.get(field);
    if (value != null && !value.isNumber()) {
      throw wrong(of + field, value, "a number");
    }
    return value == null ? null : value.doubleValue();
  }

  private static String text(JsonNode object, String of, String field) {
    JsonNode value = object.get(field);
    if (value != null && !value.isTextual()) {
      throw wrong(of + field, value, "a text");
    }
    return value == null ? null : value.asText();
  }

  private static Boolean truth(JsonNode object, String of, String field) {
    JsonNode value = object.get(field);
    if (value != null && !value.isBoolean()) {
      throw wrong(of + field, value, "true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  private static Fault wrong(String field, JsonNode value, String wanted) {
    return Fault.of(INVALID, excerpt(field) + " is " + excerpt(value.toString()), "Give " + wanted);
  }

  private static String excerpt(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() > 60 ? printable.substring(0, 60) + "..." : printable;
  }
}
