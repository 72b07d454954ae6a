package dev.allaprima.live.config;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a YAML file says, and on which line.
 *
 * @param root its mapping; empty for a file that says nothing
 * @param lines of every key, by its path such as {@code http.port}
 */
record YamlFile(ObjectNode root, Map<String, Integer> lines) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * Reads a file.
   *
   * @throws Fault if it cannot be read or is not one mapping; it names file and line
   */
  static YamlFile read(Path file) {
    Map<String, Integer> lines = new HashMap<>();
    YAMLFactory yaml =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = yaml.createParser(file.toFile())) {
      JsonToken first = parser.nextToken();
      JsonNode root = first == null ? NODES.objectNode() : value(parser, "", lines);
      if (!(root instanceof ObjectNode mapping)) {
        throw Fault.of(
            INVALID, file + " holds no settings", "Write `setting: value`, one on each line");
      }
      if (parser.nextToken() != null) {
        throw Fault.of(INVALID, file + " holds several documents", "Leave one of them");
      }
      return new YamlFile(mapping, lines);
    } catch (JsonProcessingException e) {
      throw Fault.of(
          INVALID,
          "%s, line %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().get()),
          "Correct the YAML there",
          e);
    } catch (IOException e) {
      throw Fault.of(
          INVALID,
          "settings " + file + " cannot be read (" + e + ")",
          "Name a readable file with --config",
          e);
    }
  }

  private static JsonNode value(JsonParser parser, String path, Map<String, Integer> lines)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, path, lines);
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser, path, lines));
        }
        yield array;
      }
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      // As it is written: a version or a token may look like a number.
      default -> parser.getText().isEmpty() ? NODES.nullNode() : NODES.textNode(parser.getText());
    };
  }

  private static ObjectNode mapping(JsonParser parser, String path, Map<String, Integer> lines)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String child = path.isEmpty() ? name : path + "." + name;
      lines.put(child, parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      object.set(name, value(parser, child, lines));
    }
    return object;
  }
}
