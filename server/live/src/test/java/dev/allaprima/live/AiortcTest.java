package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.testing.Aiortc;
import dev.allaprima.live.webrtc.TestPeer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A second implementation of WebRTC publishes and watches: Debian's python3-aiortc. As Firefox
 * does, it sends nothing to a loopback address, though the server's pages are there.
 */
class AiortcTest extends LiveServerFixture {
  @Test
  void publishesAndWatchesAndIsKilled() throws IOException {
    assumeThat(Aiortc.address()).as("a network").isNotNull();
    try (Aiortc publisher = peer("publish", "/whip/cam")) {
      publisher.await(LONG, it -> it.get("state").asText().equals("connected"));
      await().atMost(LONG).until(() -> painted() > 0);
      try (Aiortc watcher = peer("watch", "/whep/cam")) {
        // The halves are 60 and 190 before they are painted, the tone is of 440 Hz.
        JsonNode seen =
            watcher.await(
                LONG,
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

  private Aiortc peer(String what, String address) throws IOException {
    return new Aiortc(what, "http://127.0.0.1:" + server.port() + address);
  }

  private static boolean near(JsonNode seen, String field, int value, int tolerance) {
    return seen.has(field) && Math.abs(seen.get(field).asDouble() - value) <= tolerance;
  }
}
