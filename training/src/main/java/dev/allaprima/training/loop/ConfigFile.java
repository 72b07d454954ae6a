package dev.allaprima.training.loop;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.allaprima.models.Fault;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.JohnsonConfig;
import dev.allaprima.training.network.NetworkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Configurations as YAML (of which JSON is a part): what a file or an option says is laid over a
 * {@link Defaults default}, name by name, so that nobody has to write down what he does not change.
 */
public final class ConfigFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.USE_NATIVE_TYPE_ID)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addMixIn(NetworkConfig.class, Kinds.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Path.class, ToStringSerializer.instance)
                  .addDeserializer(Path.class, new Paths()))
          .build();

  private ConfigFile() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = GalleryConfig.class, name = "gallery"),
    @JsonSubTypes.Type(value = JohnsonConfig.class, name = "johnson")
  })
  private interface Kinds {}

  /** Jackson would write and read URIs. */
  private static final class Paths extends FromStringDeserializer<Path> {
    private static final long serialVersionUID = 1L;

    Paths() {
      super(Path.class);
    }

    @Override
    protected Path _deserialize(
        String value, com.fasterxml.jackson.databind.DeserializationContext context) {
      return Path.of(value);
    }
  }

  /** A configuration as text. */
  public static String write(TrainingConfig config) {
    try {
      return YAML.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A configuration of text that {@link #write} wrote. */
  static TrainingConfig read(String text) throws IOException {
    return YAML.readValue(text, TrainingConfig.class);
  }

  /** A configuration as a tree, to lay others over. */
  public static ObjectNode tree(TrainingConfig config) {
    return YAML.valueToTree(config);
  }

  /**
   * The tree of a file.
   *
   * @param data the folder that its relative paths are taken from; null for the file's own
   * @throws Fault if it cannot be read or is no mapping of names
   */
  public static ObjectNode read(Path file, Path data) {
    try {
      if (YAML.readTree(Files.readString(file)) instanceof ObjectNode tree) {
        Path folder = data != null ? data.toAbsolutePath() : file.toAbsolutePath().getParent();
        resolve(tree.path("data").path("photos"), folder);
        for (JsonNode style : tree.path("styles")) {
          resolve(style.path("paintings"), folder);
        }
        if (tree.path("lossNetwork").path("weights").isTextual()) {
          ObjectNode judge = (ObjectNode) tree.get("lossNetwork");
          judge.put("weights", folder.resolve(judge.get("weights").textValue()).toString());
        }
        return tree;
      }
      throw Fault.of(INVALID, "the configuration " + file + " is empty", "Give it styles");
    } catch (JsonProcessingException e) {
      throw unreadable(file.toString(), e);
    } catch (IOException e) {
      throw Fault.of(
          INVALID, "the configuration " + file + " cannot be read (" + e + ")", "Check it", e);
    }
  }

  private static void resolve(JsonNode paths, Path folder) {
    if (paths instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, array.textNode(folder.resolve(array.get(i).asText()).normalize().toString()));
      }
    }
  }

  private static Fault unreadable(String what, JsonProcessingException e) {
    if (e.getCause() instanceof Fault fault) {
      return fault;
    }
    String line = e.getOriginalMessage().lines().findFirst().orElse("no YAML");
    String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return Fault.of(
        INVALID, "the configuration " + what + " is wrong: " + place + line, "Correct it", e);
  }

  /**
   * Lays a tree over a configuration; lists are replaced whole. A network of another kind begins
   * with what is usual for its kind.
   *
   * @param what where the tree is from, for messages
   * @throws Fault if it says something that no configuration has, or a value that cannot be
   */
  public static TrainingConfig over(TrainingConfig base, ObjectNode tree, String what) {
    String kind = tree.path("network").path("kind").asText(base.network().kind());
    boolean other = !kind.equals(base.network().kind());
    ObjectNode merged = tree(other ? Defaults.ofKind(kind, base, what) : base);
    merge(merged, tree, "", what);
    ArrayNode styles = (ArrayNode) merged.get("styles");
    for (int i = 0; i < styles.size(); i++) {
      ObjectNode style = YAML.valueToTree(Defaults.style());
      style.putNull("name").putNull("title");
      merge(style, styles.get(i), "styles[" + i + "].", what);
      styles.set(i, style);
    }
    try {
      return YAML.treeToValue(merged, TrainingConfig.class);
    } catch (JsonProcessingException e) {
      throw unreadable(what, e);
    }
  }

  private static void merge(ObjectNode onto, JsonNode from, String path, String what) {
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (!onto.has(name)) {
        throw Fault.of(
            INVALID,
            what + " says \"" + path + name + "\", which no configuration has",
            "There are: " + path + "(" + String.join(", ", names(onto)) + ")");
      }
      if (value.isObject() && onto.get(name) instanceof ObjectNode inner) {
        merge(inner, value, path + name + ".", what);
      } else {
        onto.set(name, value);
      }
    }
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A tree that says one thing, such as {@code loss.content} to be {@code 2}. */
  public static void put(ObjectNode tree, String path, Object value) {
    String[] names = path.split("\\.");
    ObjectNode at = tree;
    for (int i = 0; i < names.length - 1; i++) {
      at = at.withObjectProperty(names[i]);
    }
    at.set(names[names.length - 1], YAML.valueToTree(value));
  }

  /** What decides a network and its judgement, by dotted names, for a card. */
  public static Map<String, String> flat(TrainingConfig config) {
    ObjectNode tree = essence(config);
    tree.set("optimiser", tree(config).get("optimiser"));
    tree.remove("styles");
    Map<String, String> flat = new TreeMap<>();
    flatten(tree, "", flat);
    return flat;
  }

  private static void flatten(JsonNode node, String path, Map<String, String> into) {
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        flatten(object.get(name), path.isEmpty() ? name : path + "." + name, into);
      }
    } else {
      into.put(path, node.asText());
    }
  }

  /** The way back from {@link #flat}: what is missing is as in the base. */
  public static TrainingConfig over(TrainingConfig base, Map<String, String> flat, String what) {
    ObjectNode tree = YAML.createObjectNode();
    ObjectNode known = tree(base);
    flat.forEach(
        (name, value) -> {
          if (known.has(name.replaceFirst("\\..*", ""))) {
            put(tree, name, typed(value));
          }
        });
    return over(base, tree, what);
  }

  /** A value as somebody typed it: a number, a name or a list. */
  public static Object typed(String value) {
    try {
      return YAML.readTree(value);
    } catch (JsonProcessingException e) {
      throw Fault.of(INVALID, "the value " + value + " is no YAML", "Give a number or a name", e);
    }
  }

  /**
   * Where two configurations differ, in words. A training may go on with another optimiser (longer,
   * slower), other checkpoints and pictures that lie elsewhere.
   */
  static List<String> differences(TrainingConfig here, TrainingConfig there) {
    List<String> found = new ArrayList<>();
    compare(essence(here), essence(there), "", found);
    return found;
  }

  private static ObjectNode essence(TrainingConfig config) {
    ObjectNode tree = tree(config);
    tree.remove(List.of("name", "checkpointEvery", "keep", "optimiser"));
    ((ObjectNode) tree.get("lossNetwork")).remove("weights");
    ((ObjectNode) tree.get("data")).remove("photos");
    for (JsonNode style : tree.get("styles")) {
      ArrayNode paintings = (ArrayNode) style.get("paintings");
      for (int i = 0; i < paintings.size(); i++) {
        Path file = Path.of(paintings.get(i).asText());
        paintings.set(i, paintings.textNode(String.valueOf(file.getFileName())));
      }
    }
    return tree;
  }

  private static void compare(JsonNode here, JsonNode there, String path, List<String> found) {
    if (here.isObject() && there.isObject()) {
      TreeSet<String> all = new TreeSet<>();
      here.fieldNames().forEachRemaining(all::add);
      there.fieldNames().forEachRemaining(all::add);
      for (String name : all) {
        compare(
            here.path(name), there.path(name), path.isEmpty() ? name : path + "." + name, found);
      }
    } else if (here.isArray() && there.isArray() && here.size() == there.size()) {
      for (int i = 0; i < here.size(); i++) {
        compare(here.get(i), there.get(i), path + "[" + i + "]", found);
      }
    } else if (!here.equals(there)) {
      found.add(path + " is " + said(here) + " now and " + said(there) + " there");
    }
  }

  private static String said(JsonNode node) {
    return node.isMissingNode()
        ? "not set"
        : node.isArray() ? node.size() + " long" : node.asText();
  }
}
