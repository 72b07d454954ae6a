package dev.allaprima.live.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.util.Arrays;

/** Values of the kind that a setting's default has. */
final class Values {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Values() {}

  /** The value if it is of the default's kind; what has no default is text. */
  static JsonNode fit(JsonNode old, JsonNode value, String path, String where) {
    if (value.isNull()) {
      if (old.isNull()) {
        return value;
      }
      throw SettingsReader.wrong(where, path, value, "Give a value, or leave the setting out");
    }
    if (old.isArray()) {
      if (value.isArray() && allText(value)) {
        return value;
      }
      throw SettingsReader.wrong(where, path, value, "Give a list, such as [one, another]");
    }
    if (value.isContainerNode()) {
      throw SettingsReader.wrong(where, path, value, "Give one value");
    }
    return scalar(old, value.asText(), path, where);
  }

  private static boolean allText(JsonNode array) {
    for (JsonNode item : array) {
      if (!item.isTextual()) {
        return false;
      }
    }
    return true;
  }

  /** The value that was given as text: lists with commas, nothing as an empty text. */
  static JsonNode parse(JsonNode old, Given given) {
    if (old.isArray()) {
      ArrayNode array = NODES.arrayNode();
      Arrays.stream(given.text().split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .forEach(array::add);
      return array;
    }
    if (old.isNull() && given.text().isEmpty()) {
      return NullNode.getInstance();
    }
    if (old.isObject()) {
      throw SettingsReader.wrong(
          given.origin(), given.path(), NODES.textNode(given.text()), "Name a setting below it");
    }
    return scalar(old, given.text(), given.path(), given.origin());
  }

  private static JsonNode scalar(JsonNode old, String text, String path, String where) {
    if (old.isBoolean()) {
      if (text.equals("true") || text.equals("false")) {
        return BooleanNode.valueOf(text.equals("true"));
      }
      throw SettingsReader.wrong(where, path, NODES.textNode(text), "Give true or false");
    }
    if (old.isNumber()) {
      try {
        BigDecimal number = new BigDecimal(text);
        return old.isIntegralNumber()
            ? NODES.numberNode(old.isInt() ? number.intValueExact() : number.longValueExact())
            : NODES.numberNode(number);
      } catch (ArithmeticException | NumberFormatException e) {
        throw SettingsReader.wrong(
            where,
            path,
            NODES.textNode(text),
            old.isIntegralNumber() ? "Give a whole number" : "Give a number");
      }
    }
    return NODES.textNode(text);
  }
}
