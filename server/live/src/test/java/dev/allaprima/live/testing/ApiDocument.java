package dev.allaprima.live.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The server's OpenAPI document, and what answers must be by it. */
public final class ApiDocument {
  private static final String FILE = "/dev/allaprima/live/http/openapi.yaml";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31());

  private static final JsonNode DOCUMENT = read();

  private ApiDocument() {}

  private static JsonNode read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream(FILE)) {
      // Unlike Jackson's reader it resolves anchors.
      return JSON.valueToTree(new Yaml().load(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every operation, as {@code GET /api/v1/streams/{name}}. */
  public static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          assertThat(METHODS).contains(method);
                          operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                        }));
    return operations;
  }

  /** The role that an operation's security names; null for none. */
  public static String role(String operation) {
    JsonNode security = operation(operation).get("security");
    assertThat(security).as(operation).isNotNull();
    return security.isEmpty() ? null : security.get(0).get("bearer").get(0).asText();
  }

  private static JsonNode operation(String operation) {
    String[] words = operation.split(" ");
    return DOCUMENT.get("paths").get(words[1]).get(words[0].toLowerCase(Locale.ROOT));
  }

  /**
   * Asserts that the answer is one that the document names for this operation. Of what it does not
   * name, only the errors are held to it.
   */
  public static void check(String method, String address, HttpResponse<String> answer) {
    String path = address.replaceFirst("\\?.*", "");
    String operation =
        operations().stream()
            .filter(it -> it.startsWith(method + " ") && matches(it.split(" ")[1], path))
            // What names more of the path is meant.
            .min(Comparator.comparingInt(it -> it.split("\\{").length))
            .orElse(null);
    assertThat(answer.body())
        .as("paths of this machine in what %s %s answers", method, address)
        .doesNotContain(System.getProperty("user.dir"))
        .doesNotContain(System.getProperty("user.home") + "/")
        .doesNotContain(System.getProperty("java.io.tmpdir") + "/");
    String as = method + " " + address + ": " + answer.statusCode() + " " + answer.body();
    JsonNode responses =
        operation == null ? JSON.createObjectNode() : operation(operation).get("responses");
    JsonNode response = responses.get(Integer.toString(answer.statusCode()));
    if (response == null && answer.statusCode() >= 400) {
      response = DOCUMENT.at("/components/responses/Problem");
    }
    if (operation == null && response == null) {
      return;
    }
    assertThat(response).as("%s is no answer of %s", as, operation).isNotNull();
    JsonNode content = response.get("content");
    String type =
        answer.headers().firstValue("Content-Type").map(it -> it.split(";")[0]).orElse(null);
    if (content == null) {
      return;
    }
    assertThat(type).as(as).isNotNull();
    JsonNode media = content.has(type) ? content.get(type) : content.get(type.split("/")[0] + "/*");
    assertThat(media).as("%s, of type %s", as, type).isNotNull();
    if (media.has("schema")) {
      ObjectNode schema = media.get("schema").deepCopy();
      schema.set("components", DOCUMENT.get("components"));
      assertThat(SCHEMAS.getSchema(schema).validate(json(answer))).as(as).isEmpty();
    }
  }

  private static boolean matches(String template, String path) {
    StringBuilder pattern = new StringBuilder();
    for (String part : template.split("(?=\\{)|(?<=})")) {
      pattern.append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
    }
    return path.matches(pattern.toString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
