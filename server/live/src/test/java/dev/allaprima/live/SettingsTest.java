package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.live.config.Given;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layers of settings, and what is said of wrong ones. */
class SettingsTest {
  private static final Path SAMPLE = Path.of("allaprima.sample.yaml");
  private static final String TOKEN = "a-token-of-22-characters";

  @TempDir Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("allaprima.yaml"), yaml);
  }

  private Settings read(String yaml, Map<String, String> environment, Given... flags)
      throws IOException {
    return Settings.reader().read(file(yaml), environment, List.of(flags));
  }

  private AbstractThrowableAssert<?, ?> refused(String yaml) {
    return assertThatThrownBy(() -> read(yaml, Map.of()))
        .isInstanceOf(Fault.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void laterLayersWin() throws IOException {
    String yaml = "http:\n  port: 1\n  connections: 2\nstyle: yaml\nlimits:\n";
    Map<String, String> environment =
        Map.of("ALLAPRIMA_HTTP_CONNECTIONS", "3", "ALLAPRIMA_STYLE", "variable", "HOME", "/root");
    Settings settings = read(yaml, environment, new Given("style", "flag", "--style"));
    assertThat(settings.http().port()).isEqualTo(1);
    assertThat(settings.http().connections()).isEqualTo(3);
    assertThat(settings.style()).isEqualTo("flag");
    assertThat(settings.limits()).isEqualTo(Settings.Limits.defaults());
    assertThat(Settings.reader().read(null, Map.of(), List.of())).isEqualTo(Settings.defaults());
  }

  @Test
  void valuesOfEveryKindAreRead() throws IOException {
    Settings settings =
        read(
            "http:\n  origins: ['https://a.example', 'https://b.example:8443']\n"
                + "  tlsCert: certs/chain.pem\n  tlsKey: certs/key.pem\n"
                + "webrtc:\n  udpPorts: 40000-40099\nengine: {cudaGraphs: true}\n"
                + "tokens:\n  view: 0123456789012345678\n",
            Map.of("ALLAPRIMA_TOKENS_ADMIN", "012345678901234567e5"));
    assertThat(settings.http().origins()).hasSize(2);
    assertThat(settings.http().tlsCert()).isEqualTo(Path.of("certs/chain.pem"));
    assertThat(settings.webrtc().udpPorts()).hasToString("40000-40099");
    assertThat(settings.engine().cudaGraphs()).isTrue();
    assertThat(settings.tokens().view()).isEqualTo("0123456789012345678");
    assertThat(settings.tokens().admin()).isEqualTo("012345678901234567e5");
    assertThat(Settings.of("http.origins", "https://a.example, https://b.example").http().origins())
        .containsExactly("https://a.example", "https://b.example");
  }

  @Test
  void unknownSettingsStopTheStart() {
    refused("http:\n  prot: 8080\n")
        .hasMessageContaining("allaprima.yaml, line 2: there is no setting http.prot")
        .hasMessageContaining("port");
    refused("nonsense: 1\n").hasMessageContaining("line 1").hasMessageContaining("nonsense");
    assertThatThrownBy(() -> read("", Map.of("ALLAPRIMA_HTTP_PROT", "1")))
        .hasMessageContaining("ALLAPRIMA_HTTP_PROT");
    assertThatThrownBy(() -> read("", Map.of(), new Given("http.port.x", "1", "--set http.port.x")))
        .hasMessageContaining("--set http.port.x");
  }

  @Test
  void wrongValuesStopTheStartWithTheirPlaceAndTheReason() {
    refused("http:\n  port: many\n")
        .hasMessageContaining("allaprima.yaml, line 2: http.port is \"many\"")
        .hasMessageContaining("whole number");
    refused("\n\nhttp:\n  connections: 5\n  port: 70000\n")
        .hasMessageContaining("line 5: http.port is 70000. Give 0 to 65535");
    refused("http:\n  port: 99999999999\n").hasMessageContaining("line 2");
    refused("http:\n  port:\n").hasMessageContaining("line 2: http.port is nothing");
    refused("http: 8080\n").hasMessageContaining("line 1: http is 8080");
    refused("insecure: perhaps\n").hasMessageContaining("true or false");
    refused("host: [a, b]\n").hasMessageContaining("line 1: host");
    refused("http:\n  tlsKey: key.pem\n").hasMessageContaining("line 2: http.tlsCert is missing");
    refused("http:\n  origins: ['https://a.example/path']\n").hasMessageContaining("line 2");
    refused("webrtc:\n  udpPorts: 9\n")
        .hasMessageContaining("line 2")
        .hasMessageContaining("\"9\"");
    refused("http:\n  proxies: [nearby]\n").hasMessageContaining("line 2: http.proxies holds");
    refused("jobs:\n  uploadBytes: 0\n").hasMessageContaining("line 2: jobs.uploadBytes is 0");
    refused("webrtc:\n  announce: home\n").hasMessageContaining("line 2: webrtc.announce is");
    assertThatThrownBy(() -> read("", Map.of("ALLAPRIMA_LIMITS_STREAMS", "0")))
        .hasMessageContaining("ALLAPRIMA_LIMITS_STREAMS: limits.streams is 0");
  }

  @Test
  void filesThatAreNoSettingsStopTheStart() {
    refused("http: {port: 1\n").hasMessageContaining("allaprima.yaml, line");
    refused("http:\n  port: 1\nhttp:\n  port: 2\n").hasMessageContaining("line 3");
    refused("- a\n- b\n").hasMessageContaining("allaprima.yaml");
    refused("a: 1\n---\nb: 2\n").hasMessageContaining("documents");
    assertThatThrownBy(
            () -> Settings.reader().read(folder.resolve("none.yaml"), Map.of(), List.of()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("none.yaml");
  }

  @Test
  void tokensAreNeverShown() throws IOException {
    refused("tokens:\n  view: short\n")
        .hasMessageContaining("line 2: tokens.view")
        .hasMessageNotContaining("short.");
    refused("tokens:\n  view: " + TOKEN + "\n  admin: " + TOKEN + "\n")
        .hasMessageContaining("tokens.admin")
        .hasMessageNotContaining(TOKEN);
    assertThat(read("tokens:\n  view: " + TOKEN + "\n", Map.of()).toString()).doesNotContain(TOKEN);
  }

  @Test
  void otherMachinesNeedTokensOrAWord() {
    String[] tokens = {
      "tokens.view", TOKEN + "1", "tokens.publish", TOKEN + "2", "tokens.admin", TOKEN + "3"
    };
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThatThrownBy(() -> Settings.of("host", host).requireSafe())
          .isInstanceOf(Fault.class)
          .hasMessageContaining(host)
          .hasMessageContaining("--insecure");
      assertThatCode(() -> Settings.of("host", host, "insecure", "true").requireSafe())
          .doesNotThrowAnyException();
      String[] all =
          Stream.concat(Stream.of("host", host), Stream.of(tokens)).toArray(String[]::new);
      assertThatCode(() -> Settings.of(all).requireSafe()).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> Settings.of("host", "0.0.0.0", "tokens.view", TOKEN).requireSafe())
        .isInstanceOf(Fault.class);
    for (String host : List.of("127.0.0.1", "::1", "localhost")) {
      assertThatCode(() -> Settings.of("host", host).requireSafe()).doesNotThrowAnyException();
    }
  }

  @Test
  void sampleShowsEverySettingWithItsDefault() throws IOException {
    assertThat(Settings.reader().read(SAMPLE, Map.of(), List.of())).isEqualTo(Settings.defaults());
    String sample = Files.readString(SAMPLE);
    for (String path : Settings.reader().paths().keySet()) {
      String name = path.substring(path.lastIndexOf('.') + 1);
      assertThat(sample).as("the sample shows %s", path).containsPattern("(?m)^ *" + name + ":");
    }
  }
}
