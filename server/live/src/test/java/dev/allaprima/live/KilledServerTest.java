package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.testing.ServerProcess;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.Probe;
import dev.allaprima.pipeline.testing.Programs;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that paints a file and records a stream is killed, and another takes its place. */
class KilledServerTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int FRAMES = 4000;

  @TempDir Path styles;
  @TempDir Path folder;

  private static String begun(java.net.http.HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(201, 202);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void workGoesOnAndTheRecordingIsWhole() throws Exception {
    TestModels.publish(styles, "negative", TestModels.negative());
    Clips.make(folder, "short.mp4", 64, 48, 400, true, Clips.AAC);
    Programs.ffmpeg(folder, "-stream_loop", "9", "-i", "short.mp4", "-c", "copy", "long.mp4");
    String job;
    String recording;
    List<String> flags = List.of("-Xmx256m");
    try (ServerProcess killed = new ServerProcess(flags, styles, folder.resolve("data"));
        WebRtc rtc = WebRtc.open(UdpPorts.ANY);
        TestPeer camera = TestPeer.publisher(rtc, 320, 180)) {
      TestHttp http = new TestHttp(killed.port());
      var answer = http.postSdp("/whip/cam", camera.offer());
      begun(answer);
      camera.connect(answer.body());
      recording = begun(http.send("POST", "/api/v1/streams/cam/recordings", ""));
      await().atMost(LONG).until(() -> json(http.get(recording)).get("seconds").asDouble() > 2.5);
      job =
          begun(http.upload("/api/v1/jobs?name=a.mp4&styles=negative", folder.resolve("long.mp4")));
      await().atMost(LONG).until(() -> json(http.get(job)).get("progress").asDouble() > 0.1);
    }
    String id = recording.substring(recording.lastIndexOf('/') + 1);
    Path left = folder.resolve("data").resolve("recordings").resolve(id).resolve("recording.mp4");
    Probe cut = Probe.of(left);
    assertThat(cut.times("video").get(0)).isZero();
    assertThat(cut.times("video")).hasSizeGreaterThan(20);
    assertThat(cut.times("audio")).hasSizeGreaterThan(50);
    assertThat(Clips.frames(left, 320, 180)).hasSameSizeAs(cut.times("video"));

    Settings settings = TestSettings.of(folder.resolve("data"));
    Catalogue catalogue = Catalogue.at(styles);
    try (LiveServer next = LiveServer.start(settings, catalogue, Device.select("cpu", 1), "test")) {
      TestHttp http = new TestHttp(next.port());
      JsonNode painted =
          await()
              .atMost(LONG)
              .until(() -> json(http.get(job)), it -> it.has("result") || it.has("reason"));
      assertThat(painted.get("state").asText()).as(painted.toString()).isEqualTo("finished");
      Path result =
          Files.write(
              folder.resolve("result.mp4"), http.bytes(painted.get("result").asText()).body());
      assertThat(Probe.of(result).times("video")).hasSize(FRAMES);

      JsonNode mended =
          await()
              .atMost(LONG)
              .until(
                  () -> json(http.get(recording)),
                  it -> !it.get("state").asText().equals("recording"));
      assertThat(mended.get("state").asText()).as(mended.toString()).isEqualTo("finished");
      assertThat(mended.get("seconds").asDouble()).isGreaterThan(0.5);
      assertThat(Probe.of(left).hashes("video")).isEqualTo(cut.hashes("video"));
    }
  }
}
