package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera's stream, recorded and fetched. */
class RecordingsHttpTest extends LiveServerFixture {
  @TempDir Path folder;

  private static JsonNode begin(String stream) {
    HttpResponse<String> begun = http.send("POST", "/api/v1/streams/" + stream + "/recordings", "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    String id = json(begun).get("id").asText();
    assertThat(begun.headers().firstValue("Location")).hasValue("/api/v1/recordings/" + id);
    return json(begun);
  }

  private static JsonNode get(String id) {
    return json(http.get("/api/v1/recordings/" + id));
  }

  @Test
  void streamIsRecordedAsItIsPaintedUntilItEnds() throws IOException {
    publish("cam", "");
    String id = begin("cam").get("id").asText();
    await().atMost(LONG).until(() -> get(id).get("seconds").asDouble() > 2);
    assertThat(get(id).get("state").asText()).isEqualTo("recording");
    assertProblem(http.send("POST", "/api/v1/streams/cam/recordings", ""), 409, id);

    http.delete("/api/v1/streams/cam");
    JsonNode over =
        await()
            .atMost(LONG)
            .until(() -> get(id), it -> !it.get("state").asText().equals("recording"));
    assertThat(over.get("state").asText()).as(over.toString()).isEqualTo("finished");
    HttpResponse<byte[]> file = http.bytes(over.get("file").asText());
    assertThat(file.headers().firstValue("Content-Type")).hasValue("video/mp4");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow()).contains("cam-20");
    assertThat(http.bytes(over.get("file").asText(), "Range", "bytes=4-7").body())
        .isEqualTo("ftyp".getBytes());

    Path fetched = Files.write(folder.resolve("fetched.mp4"), file.body());
    Probe probe = Probe.of(fetched);
    assertThat(probe.times("video").get(0)).isZero();
    assertThat(probe.duration()).isBetween(2.0, over.get("seconds").asDouble() + 0.2);
    assertThat(probe.count("audio")).isEqualTo(1);
    List<byte[]> frames = Clips.frames(fetched, 320, 180);
    assertThat(frames).hasSizeGreaterThan(10);
    assertThat(frames.get(10)[90 * 320 + 80] & 255).isCloseTo(255 - TestPeer.LEFT[0], within(10));

    assertThat(http.delete("/api/v1/recordings/" + id).statusCode()).isEqualTo(204);
    assertProblem(http.get("/api/v1/recordings/" + id), 404, id);
    assertProblem(http.get(over.get("file").asText()), 404);
  }

  @Test
  void recordingIsStoppedWhileTheStreamGoesOn() {
    publish("cam", "");
    String id = begin("cam").get("id").asText();
    await().atMost(LONG).until(() -> get(id).get("seconds").asDouble() > 0.5);
    HttpResponse<String> stopped = http.send("POST", "/api/v1/recordings/" + id + "/stop", "");
    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(json(stopped).get("state").asText()).isEqualTo("finished");
    assertThat(json(stopped).has("reason")).isFalse();
    assertThat(status("cam").get("name").asText()).isEqualTo("cam");
    assertThat(json(http.get("/api/v1/recordings")).findValuesAsText("id")).contains(id);
  }

  @Test
  void whatIsNotThereIsAProblem() {
    assertProblem(http.send("POST", "/api/v1/streams/nobody/recordings", ""), 404, "nobody");
    assertProblem(http.get("/api/v1/recordings/nope"), 404, "nope");
    assertProblem(http.get("/api/v1/recordings/nope/file"), 404, "nope");
    assertProblem(http.send("POST", "/api/v1/recordings/nope/stop", ""), 404, "nope");
    assertProblem(http.delete("/api/v1/recordings/nope"), 404, "nope");
  }
}
