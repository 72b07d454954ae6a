package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.live.testing.TestSource;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.TestModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server with tiny styles, and peers that publish to it and watch. */
abstract class LiveServerFixture {
  static final Duration LONG = Duration.ofSeconds(30);
  static final IntUnaryOperator NEGATIVE = b -> 255 - b;
  static final IntUnaryOperator UNCHANGED = b -> b;

  @TempDir static Path styles;
  @TempDir static Path data;
  static LiveServer server;
  static TestHttp http;
  static WebRtc rtc;
  private static int servers;

  final List<TestPeer> peers = new ArrayList<>();

  @BeforeAll
  static void start() {
    TestModels.publish(styles, "broken", TestModels.floats());
    TestModels.publish(styles, "dilate", TestModels.dilate());
    TestModels.publish(styles, "negative", TestModels.negative());
    server =
        serve(
            UdpPorts.ANY,
            new Limits(2, 2, 640 * 480, Limits.CONNECT_SECONDS, Limits.GRACE_SECONDS));
    http = new TestHttp(server.port());
    rtc = WebRtc.open(UdpPorts.ANY);
  }

  /** A server with those settings and more: names and values by turns. */
  static LiveServer serve(UdpPorts ports, Limits limits, String... more) {
    // Relative, as the default is: what is told to strangers hides it all the same.
    Path folder =
        Path.of("").toAbsolutePath().relativize(data.resolve(Integer.toString(servers++)));
    String[] given = {
      "style",
      "negative",
      "webrtc.udpPorts",
      ports.toString(),
      "webrtc.iceServers",
      "stun:stun.example.net:3478,turn:user:secret@turn.example.net?transport=udp",
      "limits.streams",
      "" + limits.streams(),
      "limits.viewers",
      "" + limits.viewers(),
      "limits.pixels",
      "" + limits.pixels(),
      "limits.connectSeconds",
      "" + limits.connectSeconds(),
      "limits.graceSeconds",
      "" + limits.graceSeconds()
    };
    Settings settings =
        TestSettings.of(
            folder,
            Stream.concat(Arrays.stream(given), Arrays.stream(more)).toArray(String[]::new));
    return LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.connections()).isZero();
    rtc.close();
  }

  @AfterEach
  void endStreams() {
    peers.forEach(TestPeer::close);
    server.hub().streams().all().forEach(stream -> stream.close("the test is over"));
    await().atMost(LONG).until(() -> server.connections() == 0);
  }

  TestPeer kept(TestPeer peer) {
    peers.add(peer);
    return peer;
  }

  /**
   * ffmpeg, which publishes a picture and a tone by RTSP.
   *
   * @param user what is before the host in the address: {@code NAME:PASSWORD@}, or nothing
   */
  static Peer camera(LiveServer at, String user, String name) {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(List.of("-re"));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", "libx264"));
    arguments.addAll(TestSource.fast("libx264"));
    arguments.addAll(List.of("-c:a", "aac", "-f", "rtsp", "-rtsp_transport", "tcp"));
    arguments.add("rtsp://" + user + "127.0.0.1:" + at.rtspPort() + "/" + name);
    return Peer.ffmpeg(arguments.toArray(String[]::new));
  }

  /** Waits until what the program publishes is there. */
  static void awaitStream(LiveServer at, String name, Peer publisher) {
    await()
        .atMost(LONG)
        .failFast(() -> assertThat(publisher.isAlive()).as(publisher.log()).isTrue())
        .until(() -> at.hub().streams().find(name) != null);
  }

  /** Publishes by a new peer, of 320x180; returns the Location. */
  String publish(String name, String query) {
    return publish(name, query, TestPeer.publisher(rtc, 320, 180));
  }

  String publish(String name, String query, TestPeer peer) {
    kept(peer);
    HttpResponse<String> answer = http.postSdp("/whip/" + name + query, peer.offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    peer.connect(answer.body());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  TestPeer watch(String name) {
    return watch(name, TestPeer.viewer(rtc));
  }

  TestPeer watch(String name, TestPeer peer) {
    kept(peer);
    HttpResponse<String> answer = http.postSdp("/whep/" + name, peer.offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return peer.connect(answer.body());
  }

  static JsonNode status(String name) {
    HttpResponse<String> response = http.get("/api/v1/streams/" + name);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  static void assertProblem(HttpResponse<String> response, int status, String... words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank().doesNotContain("\n");
    for (String word : words) {
      assertThat(problem.get("detail").asText()).contains(word);
    }
  }
}
