package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.ServerProcess;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.pipeline.testing.TestModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who publishes and watches, and ends in every way, leaves nothing behind. {@code
 * -Dallaprima.connects=200} makes so many connections instead of a few.
 */
class ConnectsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Of each round: a publisher and a viewer. */
  private static final int A_ROUND = 2;

  private static final int CONNECTS = Integer.getInteger("allaprima.connects", 24);

  /** Allocators keep some, and are never quite alike. */
  private static final double SLACK_MIB = 8;

  /** What a connection may leave for ever, in MiB. libwebrtc keeps a little of each. */
  private static final double MIB_A_CONNECT = 0.15;

  @TempDir Path styles;
  @TempDir Path folder;
  private TestHttp http;

  /** What the server holds. */
  private record Held(long threads, long files, double memory) {
    static Held by(ServerProcess server) {
      return new Held(server.threads(), server.files(), server.memory());
    }
  }

  @Test
  void threadsFilesAndMemoryComeBack() throws IOException {
    TestModels.publish(styles, "negative", TestModels.negative());
    // A heap that is whole from the start: what grows is not the heap.
    List<String> flags = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");
    String[] limits = {
      "--set", "limits.streams=40", "--set", "limits.viewers=40",
      "--set", "limits.connectSeconds=3", "--set", "limits.graceSeconds=1"
    };
    try (ServerProcess server = new ServerProcess(flags, styles, folder.resolve("data"), limits);
        WebRtc rtc = WebRtc.open(UdpPorts.ANY)) {
      http = new TestHttp(server.port());
      int rounds = CONNECTS / A_ROUND;
      // Libraries, threads that are kept, code that is compiled.
      int warm = rounds / 2;
      for (int round = 0; round < warm; round++) {
        round(rtc, round);
      }
      Held before = settled(server);
      for (int round = warm; round < warm + rounds; round++) {
        round(rtc, round);
      }
      Held after = settled(server);
      System.err.println(CONNECTS + " connects: " + before + " before, " + after + " after");
      assertThat(after.files()).isLessThanOrEqualTo(before.files() + 4);
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
      assertThat(after.memory() - before.memory())
          .as("MiB left by %d connects", CONNECTS)
          .isLessThan(SLACK_MIB + MIB_A_CONNECT * CONNECTS);
    }
  }

  private void round(WebRtc rtc, int round) {
    String name = "cam" + round;
    try (TestPeer camera = TestPeer.publisher(rtc, 64, 48).withSound();
        TestPeer viewer = TestPeer.viewer(rtc).withSound()) {
      HttpResponse<String> published = begun("/whip/" + name, camera);
      boolean connects = round % 5 != 4;
      if (connects) {
        camera.connect(published.body());
      }
      HttpResponse<String> watched = begun("/whep/" + name, viewer);
      if (connects) {
        viewer.connect(watched.body());
        await().atMost(LONG).until(() -> viewer.seen().count() > 0);
      }
      switch (round % 5) {
        case 0 -> {
          end(watched);
          end(published);
        }
        case 1 -> {
          end(published);
          end(watched);
        }
        case 2 -> http.delete("/api/v1/streams/" + name);
        default -> {
          // They leave without a word, or have never come.
        }
      }
    }
  }

  private HttpResponse<String> begun(String address, TestPeer peer) {
    String offer = peer.offer();
    // While those who left without a word are still waited for, there may be no place.
    return await()
        .atMost(LONG)
        .until(() -> http.postSdp(address, offer), it -> it.statusCode() == 201);
  }

  private void end(HttpResponse<String> begun) {
    http.delete(begun.headers().firstValue("Location").orElseThrow());
  }

  private Held settled(ServerProcess server) {
    await().atMost(LONG).until(() -> json(http.get("/api/v1/streams")).isEmpty());
    // Connections that are being closed, and threads that end when they have been idle.
    return await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(3))
        .until(
            () -> new Held[] {Held.by(server), Held.by(server)},
            two -> two[0].files() == two[1].files() && two[0].threads() == two[1].threads())[1];
  }
}
