package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What containers, Prometheus and Grafana are told of the server is true of it. */
class DockerFilesTest extends LiveServerFixture {
  private static final Path DOCKER = Path.of("..", "..", "docker");

  private static String read(String file) throws IOException {
    return Files.readString(DOCKER.resolve(file));
  }

  private static Set<String> found(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map(result -> result.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyVariableIsASetting() throws IOException {
    Set<String> known = Settings.reader().variables();
    for (String file :
        List.of("Dockerfile", "compose.yaml", "compose.cuda.yaml", "kubernetes.yaml")) {
      Set<String> named = found("ALLAPRIMA_[A-Z_]*[A-Z]", read(file));
      assertThat(named).as(file).isNotEmpty();
      assertThat(known).as(file).containsAll(named);
    }
  }

  @Test
  void everyMetricOfDashboardAndAlertsIsThere() throws IOException {
    publish("cam", "");
    String scraped = http.get("/metrics").body();
    JsonNode dashboard = new ObjectMapper().readTree(read("grafana/dashboards/allaprima.json"));
    Set<String> named = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      named.addAll(metrics(expression.asText()));
    }
    for (JsonNode rule : rules()) {
      named.addAll(metrics(rule.get("expr").asText()));
    }
    assertThat(named).hasSizeGreaterThan(20);
    for (String metric : named) {
      assertThat(scraped).as(metric).containsPattern("(?m)^" + metric + "[{ ]");
    }
  }

  private static Set<String> metrics(String expression) {
    return found("\\b(allaprima|http_server|jvm|process|system)_[a-z0-9_]+", expression);
  }

  private static List<JsonNode> rules() throws IOException {
    JsonNode alerts = new ObjectMapper().valueToTree(new Yaml().load(read("alerts.yml")));
    return StreamSupport.stream(alerts.at("/groups/0/rules").spliterator(), false).toList();
  }

  @Test
  void probesAskWhatIsServed() throws IOException {
    Set<String> asked = found("(?<=path: )/[a-z]+(?=, port)", read("kubernetes.yaml"));
    asked.addAll(found("(?<=:8080)/[a-z]+(?=\")", read("Dockerfile")));
    assertThat(asked).containsExactlyInAnyOrder("/livez", "/readyz");
    for (String address : asked) {
      assertThat(http.get(address).statusCode()).as(address).isEqualTo(200);
    }
  }

  @Test
  void kubernetesRunsItWithoutPrivileges() throws IOException {
    Map<String, JsonNode> byKind =
        StreamSupport.stream(new Yaml().loadAll(read("kubernetes.yaml")).spliterator(), false)
            .<JsonNode>map(document -> new ObjectMapper().valueToTree(document))
            .collect(Collectors.toMap(it -> it.get("kind").asText(), it -> it));
    JsonNode pod = byKind.get("Deployment").at("/spec/template/spec");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(byKind.get("Service").at("/spec/selector"))
        .isEqualTo(byKind.get("Deployment").at("/spec/selector/matchLabels"));
    Set<String> mounted = Set.copyOf(container.get("volumeMounts").findValuesAsText("name"));
    assertThat(mounted).isEqualTo(Set.copyOf(pod.get("volumes").findValuesAsText("name")));
  }
}
