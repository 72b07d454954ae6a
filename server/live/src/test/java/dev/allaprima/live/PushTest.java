package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allaprima.live.access.Reach;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams sent to the system's ffmpeg, which listens as a platform does. */
class PushTest extends LiveServerFixture {
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.allaprima");
  private final Pushes pushes =
      new Pushes(server.hub(), null, new Reach(List.of("127.0.0.0/8")), new Pushes.Pace(100, 2000));

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopPushes() {
    pushes.close();
    logger.detachAppender(logged);
    assertThat(logged.list).noneMatch(event -> event.getFormattedMessage().contains("SECRET"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Peer platform(int port) {
    String url = "rtmp://127.0.0.1:" + port + "/live/SECRET";
    return Peer.ffmpeg("-listen", "1", "-f", "flv", "-i", url, "-f", "null", "-");
  }

  private static void awaitFrames(Peer peer) {
    // Its first line of progress comes with the first frames.
    await().atMost(LONG).until(() -> peer.log().contains("frame="));
    assertThat(peer.log()).contains("Video: h264", "320x180", "Audio: aac");
  }

  private void awaitState(String state) {
    await().atMost(LONG).until(() -> pushes.of("cam").get(0).state().equals(state));
  }

  @Test
  void pushComesAgainWhenThePlatformWasCutOff() throws IOException {
    publish("cam", "");
    int port = freePort();
    Pushes.Status started = pushes.start("cam", "rtmp://127.0.0.1:" + port + "/live/SECRET", null);
    assertThat(started.url()).isEqualTo("rtmp://127.0.0.1:" + port + "/live/…");
    awaitState("waiting");
    assertThat(pushes.of("cam").get(0).reason()).contains("refused").doesNotContain("SECRET");
    try (Peer platform = platform(port)) {
      awaitState("live");
      awaitFrames(platform);
      assertThat(pushes.of("cam").get(0).reason()).isNull();
      assertThat(server.api().stream("cam").outlets())
          .contains("rtmp://127.0.0.1:" + port + "/live/…");
    }
    awaitState("waiting");
    try (Peer platform = platform(port)) {
      awaitFrames(platform);
      pushes.stop("cam", started.id());
      // It is told goodbye, and so ends well.
      assertThat(platform.await()).isZero();
    }
    assertThat(pushes.of("cam")).isEmpty();
    assertThatThrownBy(() -> pushes.stop("cam", started.id())).isInstanceOf(Fault.class);
  }

  @Test
  void streamIsSentBySrtAndRtspAndEndsWithIt() throws IOException {
    publish("cam", "");
    int udp;
    try (DatagramSocket socket = new DatagramSocket()) {
      udp = socket.getLocalPort();
    }
    int tcp = freePort();
    String srt = "srt://127.0.0.1:" + udp;
    String rtsp = "rtsp://127.0.0.1:" + tcp + "/cam";
    try (Peer bySrt = Peer.ffmpeg("-i", srt + "?mode=listener", "-f", "null", "-");
        Peer byRtsp = Peer.ffmpeg("-rtsp_flags", "listen", "-i", rtsp, "-f", "null", "-")) {
      pushes.start("cam", srt, null);
      pushes.start("cam", rtsp, null);
      awaitFrames(bySrt);
      awaitFrames(byRtsp);
      server.hub().streams().get("cam").close("the test ends it");
      await().atMost(LONG).until(() -> pushes.of("cam").isEmpty());
      assertThat(byRtsp.await()).isZero();
    }
  }

  @Test
  void platformThatSaysNothingIsGivenUp() throws IOException {
    publish("cam", "");
    // It accepts connections and never reads.
    try (ServerSocket silent = new ServerSocket(0)) {
      pushes.start("cam", "rtmp://127.0.0.1:" + silent.getLocalPort() + "/live/SECRET", null);
      awaitState("waiting");
      assertThat(pushes.of("cam").get(0).reason()).contains("exit requested");
    }
  }

  @Test
  void whatMayNotBeReachedIsRefused() {
    publish("cam", "");
    assertProblem(post("nobody", "rtmp://192.0.2.1/live/SECRET"), 404, "\"nobody\"");
    assertProblem(post("cam", "rtmp://127.0.0.1/live/SECRET"), 400, "private network");
    assertProblem(post("cam", "rtmp://localhost/live/SECRET"), 400, "\"localhost\"");
    assertProblem(post("cam", "file:///tmp/SECRET"), 400, "names no host");
    assertProblem(post("cam", "ftp://192.0.2.1/SECRET"), 400, "ftp", "rtmp");
    assertProblem(post("cam", "http://127.0.0.1/whip/SECRET"), 400, "private network");
    assertProblem(send("cam", "{}"), 400, "url");
    assertProblem(send("cam", "{"), 400);
    assertProblem(http.delete("/api/v1/streams/cam/pushes/p9"), 404, "p9");
    assertThat(json(http.get("/api/v1/streams/cam/pushes"))).isEmpty();
  }

  @Test
  void pushIsMadeSeenAndEndedByRest() {
    publish("cam", "");
    // Of the addresses for documents (RFC 5737): nobody answers.
    HttpResponse<String> made = post("cam", "rtmp://192.0.2.1/live/SECRET");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(json(made).get("url").asText()).isEqualTo("rtmp://192.0.2.1/live/…");
    HttpResponse<String> listed = http.get("/api/v1/streams/cam/pushes");
    assertThat(json(listed)).hasSize(1);
    assertThat(listed.body()).doesNotContain("SECRET");
    String location = made.headers().firstValue("Location").orElseThrow();
    assertThat(http.delete(location).statusCode()).isEqualTo(204);
    assertThat(json(http.get("/api/v1/streams/cam/pushes"))).isEmpty();

    // Who takes up the name of a stream that has ended is not sent where that one was.
    post("cam", "rtmp://192.0.2.1/live/SECRET");
    assertThat(http.delete("/api/v1/streams/cam").statusCode()).isEqualTo(204);
    publish("cam", "");
    assertThat(json(http.get("/api/v1/streams/cam/pushes"))).isEmpty();
  }

  private static HttpResponse<String> post(String stream, String url) {
    return send(stream, "{\"url\":\"" + url + "\"}");
  }

  private static HttpResponse<String> send(String stream, String body) {
    String path = "/api/v1/streams/" + stream + "/pushes";
    return http.send("POST", path, body, "Content-Type", "application/json");
  }
}
