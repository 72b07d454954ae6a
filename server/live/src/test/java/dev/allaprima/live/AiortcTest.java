package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A second implementation of WebRTC publishes and watches: Debian's python3-aiortc. It uses no
 * loopback address, so that this server announces another one of the machine.
 */
class AiortcTest extends LiveServerFixture {
  private LiveServer server;
  private TestHttp http;

  @BeforeEach
  void announce() throws IOException {
    String address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(it -> it instanceof Inet4Address && !it.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .findFirst()
            .orElse(null);
    assumeThat(address).as("a network").isNotNull();
    server = serve(UdpPorts.ANY, new Limits(2, 2, 640 * 480, 15, 30), "webrtc.announce", address);
    http = new TestHttp(server.port());
  }

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void publishesAndWatchesAndIsKilled() throws IOException {
    Process publisher = peer("publish", "/whip/cam");
    Process watcher = null;
    try {
      await().atMost(LONG).until(() -> painted() > 0);
      watcher = peer("watch", "/whep/cam");
      BufferedReader lines = watcher.inputReader();
      // The halves are 60 and 190 before they are painted, the tone is of 440 Hz.
      JsonNode seen =
          awaitLine(
              lines,
              it ->
                  near(it, "left", 195, 12)
                      && near(it, "right", 65, 12)
                      && near(it, "hertz", 440, 60)
                      && it.get("level").asDouble() > 2_000);
      assertThat(seen.get("width").asInt()).isEqualTo(320);
      assertThat(seen.get("height").asInt()).isEqualTo(180);

      TestPeer other = kept(TestPeer.viewer(rtc).withSound());
      other.connect(http.postSdp("/whep/cam", other.offer()).body());
      other.awaitPicture(NEGATIVE);
      await().atMost(LONG).until(() -> other.sound().heard().level() > 2_000);
    } finally {
      publisher.destroyForcibly();
      if (watcher != null) {
        watcher.destroyForcibly();
      }
    }
    // The server finds both gone by itself; the third peer stays and sees the slate.
    await().atMost(Duration.ofSeconds(60)).until(() -> server.connections() == 1);
    assertThat(json(http.get("/api/v1/streams/cam")).get("state").asText()).isEqualTo("slate");
  }

  private long painted() {
    HttpResponse<String> answer = http.get("/api/v1/streams/cam");
    return answer.statusCode() == 200 ? json(answer).get("statistics").get("painted").asLong() : 0;
  }

  private Process peer(String what, String address) throws IOException {
    return new ProcessBuilder(
            "/usr/bin/python3",
            "src/test/python/aiortc_peer.py",
            what,
            "http://127.0.0.1:" + server.port() + address)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static boolean near(JsonNode seen, String field, int value, int tolerance) {
    return seen.has(field) && Math.abs(seen.get(field).asDouble() - value) <= tolerance;
  }

  private static JsonNode awaitLine(BufferedReader lines, Predicate<JsonNode> wanted) {
    ObjectMapper json = new ObjectMapper();
    return await()
        .atMost(LONG)
        .until(
            () -> {
              try {
                return json.readTree(lines.readLine());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            wanted);
  }
}
