package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.live.testing.TestSource;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sources that the server fetches by itself. */
class PullTest extends LiveServerFixture {
  private static LiveServer puller;
  private static TestHttp rest;

  @BeforeAll
  static void startPuller() {
    Settings settings =
        TestSettings.of(data.resolve("puller"), "style", "negative", "reach.allowed", "127.0.0.1");
    puller = LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
    rest = new TestHttp(puller.port());
  }

  @AfterAll
  static void stopPuller() {
    puller.close();
  }

  @AfterEach
  void removeSources() {
    TestHttp.json(rest.get("/api/v1/sources"))
        .forEach(source -> rest.delete("/api/v1/sources/" + source.get("name").asText()));
  }

  private static HttpResponse<String> add(String name, String url, boolean onDemand) {
    String body =
        "{\"name\":\"%s\",\"url\":\"%s\",\"style\":null,\"onDemand\":%b}"
            .formatted(name, url, onDemand);
    return rest.send("POST", "/api/v1/sources", body, "Content-Type", "application/json");
  }

  private static JsonNode source() {
    JsonNode all = TestHttp.json(rest.get("/api/v1/sources"));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static void awaitState(String state) {
    await().atMost(LONG).until(() -> source().get("state").asText().equals(state));
  }

  private static Peer publish() {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", "libx264", "-g", "10"));
    arguments.addAll(TestSource.fast("libx264"));
    arguments.addAll(List.of("-c:a", "aac", "-f", "rtsp", "-rtsp_transport", "tcp"));
    arguments.add("rtsp://127.0.0.1:" + server.rtspPort() + "/cam");
    return Peer.ffmpeg(arguments.toArray(String[]::new));
  }

  /** A camera that dies and comes back: here another server's stream, painted once already. */
  @Test
  void cameraIsFetchedAndFetchedAgainWhenItWasGone() {
    String url = "rtsp://user:secret@127.0.0.1:" + server.rtspPort() + "/cam?key=hidden";
    assertThat(add("door", url, false).statusCode()).isEqualTo(201);
    awaitState("waiting");
    assertThat(source().toString()).doesNotContain("secret").doesNotContain("hidden");
    assertThat(source().get("reason").asText()).isNotBlank();

    Listener listener = new Listener();
    try (Peer camera = publish()) {
      awaitState("live");
      assertThat(camera.isAlive()).isTrue();
      puller.attach("door", listener);
      await().atMost(LONG).until(() -> listener.pictures() > 5 && listener.loudness() > 1000);
      assertThat(listener.luma()).as("negative twice").isBetween(60 - 20, 60 + 20);
    }
    server.registry().all().forEach(stream -> stream.close("the camera dies"));
    awaitState("waiting");
    await().atMost(LONG).until(() -> puller.stream("door").state().equals("slate"));
    try (Peer camera = publish()) {
      awaitState("live");
      assertThat(camera.isAlive()).isTrue();
      long before = listener.pictures();
      await().atMost(LONG).until(() -> puller.stream("door").state().equals("live"));
      await().atMost(LONG).until(() -> listener.pictures() > before + 5);
    }
    assertThat(listener.isClosed()).isFalse();
  }
}
