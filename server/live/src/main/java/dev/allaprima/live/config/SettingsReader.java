package dev.allaprima.live.config;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.allaprima.models.Fault;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a tree of records in layers: its defaults, a YAML file, the environment, flags; what comes
 * later wins. A record's constructor checks its values and throws a {@link Fault} whose message
 * begins with the component's name; here it is told where that value was given.
 *
 * <p>One reader reads once; use it on one thread.
 *
 * @param <T> the root's type
 */
public final class SettingsReader<T> {
  private static final String VARIABLES = "ALLAPRIMA_";

  private final T defaults;
  private final Set<String> otherVariables;
  private final SimpleModule types = new SimpleModule();
  // By path, such as http.port: where the value in effect was given.
  private final Map<String, String> origins = new HashMap<>();

  /**
   * @param otherVariables names of the environment that begin like settings and are none
   */
  public SettingsReader(T defaults, Set<String> otherVariables) {
    this.defaults = defaults;
    this.otherVariables = otherVariables;
    types.addSerializer(Path.class, ToStringSerializer.instance);
  }

  /** Has values of this type written as text, which its {@code toString} gives. */
  public <V> SettingsReader<T> withText(Class<V> type, Function<String, V> parse) {
    types.addSerializer(type, ToStringSerializer.instance);
    types.addDeserializer(type, new TextDeserializer<>(type, parse));
    return this;
  }

  /**
   * Reads them.
   *
   * @param file null for none
   * @param flags in their order
   * @throws Fault if a setting is not known or a value is not one for it; it names both, and the
   *     file and line, variable or flag
   */
  public T read(Path file, Map<String, String> environment, List<Given> flags) {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(types)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    ObjectNode tree = mapper.valueToTree(defaults);
    if (file != null) {
      YamlFile yaml = YamlFile.read(file);
      merge(tree, yaml.root(), "", path -> file + ", line " + yaml.lines().get(path));
    }
    variables(tree, environment).forEach(given -> put(tree, given));
    flags.forEach(given -> put(tree, given));
    try {
      @SuppressWarnings("unchecked") // defaults is a T
      Class<T> type = (Class<T>) defaults.getClass();
      return mapper.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw told(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every setting by its path, with its default as text. */
  public Map<String, String> paths() {
    ObjectNode tree = JsonMapper.builder().addModule(types).build().valueToTree(defaults);
    Map<String, String> paths = new TreeMap<>();
    collect(tree, "", paths);
    return paths;
  }

  /** The variable of every setting. */
  public Set<String> variables() {
    return paths().keySet().stream().map(SettingsReader::variable).collect(Collectors.toSet());
  }

  private static void collect(ObjectNode section, String prefix, Map<String, String> paths) {
    section
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode inner) {
                collect(inner, prefix + entry.getKey() + ".", paths);
              } else {
                paths.put(prefix + entry.getKey(), entry.getValue().asText());
              }
            });
  }

  /** The variable of a setting: {@code ALLAPRIMA_HTTP_TLS_CERT} of {@code http.tlsCert}. */
  static String variable(String path) {
    return VARIABLES
        + path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private List<Given> variables(ObjectNode tree, Map<String, String> environment) {
    Map<String, String> paths = new TreeMap<>();
    collect(tree, "", paths);
    Map<String, String> byVariable =
        paths.keySet().stream().collect(Collectors.toMap(SettingsReader::variable, path -> path));
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(VARIABLES))
        .filter(entry -> !otherVariables.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry -> {
              String path = byVariable.get(entry.getKey());
              if (path == null) {
                throw Fault.of(
                    INVALID,
                    "the environment has " + entry.getKey() + ", which is no setting",
                    "Take it out, or correct its name: ALLAPRIMA_HTTP_PORT sets http.port");
              }
              return new Given(path, entry.getValue(), entry.getKey());
            })
        .toList();
  }

  private void merge(
      ObjectNode section, ObjectNode given, String prefix, Function<String, String> origin) {
    given
        .properties()
        .forEach(
            entry -> {
              String path = prefix + entry.getKey();
              String where = origin.apply(path);
              JsonNode old = known(section, entry.getKey(), path, where);
              JsonNode value = entry.getValue();
              if (old instanceof ObjectNode inner) {
                if (value instanceof ObjectNode values) {
                  merge(inner, values, path + ".", origin);
                } else if (!value.isNull()) {
                  throw wrong(where, path, value, "Write its settings below it, indented");
                }
              } else {
                origins.put(path, where);
                section.set(entry.getKey(), Values.fit(old, value, path, where));
              }
            });
  }

  private void put(ObjectNode tree, Given given) {
    ObjectNode section = tree;
    String[] names = given.path().split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      if (!(known(section, names[i], given.path(), given.origin()) instanceof ObjectNode inner)) {
        throw Fault.of(
            INVALID, given.origin() + ": there is no setting " + given.path(), "See the sample");
      }
      section = inner;
    }
    String name = names[names.length - 1];
    JsonNode old = known(section, name, given.path(), given.origin());
    origins.put(given.path(), given.origin());
    section.set(name, Values.parse(old, given));
  }

  private static JsonNode known(ObjectNode section, String name, String path, String where) {
    JsonNode old = section.get(name);
    if (old == null) {
      throw Fault.of(
          INVALID,
          where + ": there is no setting " + path,
          section.properties().stream()
              .map(Map.Entry::getKey)
              .collect(Collectors.joining(", ", "There are ", "")));
    }
    return old;
  }

  static Fault wrong(String where, String path, JsonNode value, String remedy) {
    String shown = value instanceof NullNode ? "nothing" : value.toString();
    return Fault.of(INVALID, where + ": " + path + " is " + shown, remedy);
  }

  /** The fault that a constructor found, with where its value was given. */
  private Fault told(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .collect(Collectors.joining("."));
    Throwable cause = e.getCause();
    if (!(cause instanceof Fault fault)) {
      throw new IllegalStateException("settings of unforeseen form at " + path, e);
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    String named = prefix + fault.getMessage().split("\\W", 2)[0];
    if (origins.containsKey(path)) {
      // The value itself was not understood.
      return reworded(fault, origins.get(path) + ": " + path + ": ");
    }
    if (origins.containsKey(named)) {
      return reworded(fault, origins.get(named) + ": " + prefix);
    }
    // What is wrong is how it goes with others.
    return reworded(
        fault,
        origins.entrySet().stream()
                .filter(origin -> origin.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .map(origin -> origin + ": ")
                .orElse("")
            + prefix);
  }

  private static Fault reworded(Fault fault, String prefix) {
    return fault.reworded(message -> prefix + message);
  }
}
