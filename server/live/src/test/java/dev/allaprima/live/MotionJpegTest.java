package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Peer;
import org.junit.jupiter.api.Test;

/** A stream as a row of JPEG pictures, read by the system's ffmpeg. */
class MotionJpegTest extends LiveServerFixture {
  @Test
  void picturesComeUntilTheReaderGoes() {
    publish("cam", "");
    String url = "http://127.0.0.1:" + server.port() + "/api/v1/streams/cam/mjpeg";
    String said =
        Peer.run("ffmpeg", "-f", "mpjpeg", "-i", url, "-frames:v", "3", "-f", "null", "-");
    assertThat(said).contains("Video: mjpeg", "320x180").containsPattern("frame= *3 ");
    await().atMost(LONG).until(() -> server.api().stream("cam").outlets().isEmpty());
    assertProblem(http.get("/api/v1/streams/nobody/mjpeg"), 404, "\"nobody\"");
  }

  @Test
  void endOfTheStreamEndsThem() {
    publish("cam", "");
    String url = "http://127.0.0.1:" + server.port() + "/api/v1/streams/cam/mjpeg";
    try (Peer reader = Peer.ffmpeg("-f", "mpjpeg", "-i", url, "-f", "null", "-")) {
      await().atMost(LONG).until(() -> reader.log().contains("frame="));
      server.hub().streams().get("cam").close("the test ends it");
      assertThat(reader.await()).isZero();
    }
  }
}
