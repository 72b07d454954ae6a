package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.testing.TestModels;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, with real peers that publish and watch. */
class LiveServerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final IntUnaryOperator NEGATIVE = b -> 255 - b;
  private static final IntUnaryOperator UNCHANGED = b -> b;

  @TempDir private static Path styles;
  private static LiveServer server;
  private static TestHttp http;
  private static WebRtc rtc;

  private final List<TestPeer> peers = new ArrayList<>();

  @BeforeAll
  static void start() {
    TestModels.publish(styles, "broken", TestModels.floats());
    TestModels.publish(styles, "dilate", TestModels.dilate());
    TestModels.publish(styles, "negative", TestModels.negative());
    server = serve(UdpPorts.ANY, new Limits(2, 2, 640 * 480, Limits.CONNECT_SECONDS));
    http = new TestHttp(server.port());
    rtc = WebRtc.open(UdpPorts.ANY);
  }

  private static LiveServer serve(UdpPorts ports, Limits limits) {
    Settings settings = new Settings("127.0.0.1", 0, null, ports, "negative", limits);
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
    server.registry().all().forEach(stream -> stream.close("the test is over"));
    assertThat(server.connections()).isZero();
  }

  private TestPeer kept(TestPeer peer) {
    peers.add(peer);
    return peer;
  }

  /** The Location of a new publisher of 320x180. */
  private String publish(String name, String query) {
    TestPeer peer = kept(TestPeer.publisher(rtc, 320, 180));
    HttpResponse<String> answer = http.postSdp("/whip/" + name + query, peer.offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    peer.connect(answer.body());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private TestPeer watch(String name) {
    TestPeer peer = kept(TestPeer.viewer(rtc));
    HttpResponse<String> answer = http.postSdp("/whep/" + name, peer.offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return peer.connect(answer.body());
  }

  private static JsonNode status(String name) {
    HttpResponse<String> response = http.get("/api/v1/streams/" + name);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private static void assertProblem(HttpResponse<String> response, int status, String... words) {
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

  @Test
  void viewerSeesThePaintedPictureAndNotTheOriginal() {
    publish("cam", "");
    TestPeer viewer = watch("cam");

    viewer.awaitPicture(NEGATIVE);
    assertThat(viewer.seen().width()).isEqualTo(320);
    assertThat(viewer.seen().height()).isEqualTo(180);
    long count = viewer.seen().count();
    await().atMost(LONG).until(() -> viewer.seen().count() > count + 10);

    JsonNode status = status("cam");
    assertThat(status.get("style").asText()).isEqualTo("negative");
    assertThat(status.get("width").asInt()).isEqualTo(320);
    assertThat(status.get("height").asInt()).isEqualTo(180);
    assertThat(status.get("viewers").asInt()).isEqualTo(1);
    assertThat(status.get("painted").asLong()).isGreaterThan(10);
    assertThat(status.get("received").asLong())
        .isGreaterThanOrEqualTo(status.get("painted").asLong());
    assertThat(status.get("paintedPerSecond").asDouble()).isPositive();
    assertThat(status.get("paintMillis").asDouble()).isPositive();
    assertThat(status.get("delayMillis").get("p95").asDouble())
        .isGreaterThanOrEqualTo(status.get("delayMillis").get("p50").asDouble());
    assertThat(json(http.get("/api/v1/streams"))).hasSize(1);
  }

  @Test
  void styleChangesWhileTheStreamRuns() {
    publish("cam", "?style=negative");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);

    HttpResponse<String> changed = http.putStyle("cam", "dilate");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).get("style").asText()).isEqualTo("dilate");
    viewer.awaitPicture(UNCHANGED);
    http.putStyle("cam", "negative");
    viewer.awaitPicture(NEGATIVE);
  }

  @Test
  void brokenOrUnknownStyleIsRefusedAndTheStreamGoesOn() {
    publish("cam", "?style=negative");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);

    assertProblem(http.putStyle("cam", "broken"), 503, "style broken", "model.onnx");
    assertProblem(http.putStyle("cam", "nope"), 404, "\"nope\"", "negative");
    assertProblem(
        http.send("PUT", "/api/v1/streams/cam/style", "{", "Content-Type", "application/json"),
        400);
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    assertProblem(http.postSdp("/whip/other?style=broken", offer), 503, "style broken");
    assertProblem(http.postSdp("/whip/other?style=nope", offer), 404, "\"nope\"");

    long count = viewer.seen().count();
    await().atMost(LONG).until(() -> viewer.seen().count() > count + 10);
    viewer.awaitPicture(NEGATIVE);
    assertThat(json(http.get("/api/v1/streams"))).hasSize(1);
  }

  @Test
  void nameHasOnePublisherAndIsFreeWhenItLeaves() {
    String first = publish("cam", "");
    TestPeer viewer = watch("cam");
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    assertProblem(http.postSdp("/whip/cam", offer), 409, "stream cam");
    assertProblem(http.delete("/whip/cam/wrong"), 404, "wrong");

    assertThat(http.delete(first).statusCode()).isEqualTo(200);
    assertProblem(http.get("/api/v1/streams/cam"), 404, "\"cam\"");
    assertProblem(http.delete(first), 404);
    await().atMost(LONG).until(() -> !viewer.isConnected());
    publish("cam", "");
  }

  @Test
  void publisherWhoVanishesFreesItsName() {
    publish("cam", "");
    peers.remove(0).close();
    await().atMost(Duration.ofSeconds(60)).until(() -> server.registry().all().isEmpty());
    publish("cam", "");
  }

  @Test
  void viewerWhoLeavesIsForgottenAndTheOthersGoOn() {
    publish("cam", "");
    TestPeer stays = watch("cam");
    TestPeer leaves = kept(TestPeer.viewer(rtc));
    HttpResponse<String> answer = http.postSdp("/whep/cam", leaves.offer());
    leaves.connect(answer.body());
    assertThat(status("cam").get("viewers").asInt()).isEqualTo(2);
    assertProblem(
        http.postSdp("/whep/cam", kept(TestPeer.viewer(rtc)).offer()), 503, "--max-viewers");

    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("/whep/cam/");
    assertThat(http.delete(location).statusCode()).isEqualTo(200);
    assertProblem(http.delete(location), 404);
    assertThat(status("cam").get("viewers").asInt()).isEqualTo(1);
    long count = stays.seen().count();
    await().atMost(LONG).until(() -> stays.seen().count() > count + 10);
    watch("cam").awaitPicture(NEGATIVE);
  }

  @Test
  void sizeMayChangeAtAnyFrameAndBeOdd() {
    publish("cam", "");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);
    peers.get(0).film(161, 91, 0);
    await().atMost(LONG).until(() -> viewer.seen().width() == 161);
    viewer.awaitPicture(NEGATIVE);
    assertThat(status("cam").get("height").asInt()).isEqualTo(91);
  }

  @Test
  void turnedPictureIsPaintedUpright() {
    publish("cam", "");
    peers.get(0).film(320, 180, 90);
    await().atMost(LONG).until(() -> status("cam").get("width").asInt() == 180);
    assertThat(status("cam").get("height").asInt()).isEqualTo(320);
  }

  @Test
  void pictureThatIsTooLargeEndsItsStreamAlone() {
    publish("cam", "");
    publish("large", "");
    TestPeer viewer = watch("cam");
    peers.get(1).film(1280, 720, 0);
    await().atMost(LONG).until(() -> server.registry().all().size() == 1);
    viewer.awaitPicture(NEGATIVE);
  }

  @Test
  void streamsAreLimited() {
    publish("a", "");
    publish("b", "");
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    assertProblem(http.postSdp("/whip/c", offer), 503, "2 streams", "--max-streams");
  }

  @Test
  void endedStreamHoldsNothing() {
    String location = publish("cam", "");
    watch("cam").awaitPicture(NEGATIVE);
    LiveStream stream = server.registry().get("cam");
    assertThat(server.connections()).isEqualTo(2);
    http.delete(location);
    assertThat(stream.framesInUse()).isZero();
    assertThat(server.connections()).isZero();
  }

  @Test
  void badOffersAreProblems() {
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    assertProblem(http.postSdp("/whip/cam", "hello"), 400, "not SDP");
    assertProblem(http.postSdp("/whip/cam", ""), 400, "not SDP");
    assertProblem(http.postSdp("/whip/cam", "v=0\r\nm=video\r\n"), 400, "SDP");
    assertProblem(
        http.postSdp("/whip/cam", offer.replace("a=sendonly", "a=recvonly")), 400, "no video");
    assertProblem(
        http.postSdp("/whip/cam", offer.replaceAll("a=fingerprint.*\r\n", "")), 400, "refused");
    assertProblem(http.postSdp("/whip/so%20odd", offer), 400, "\"so odd\"");
    assertProblem(http.send("POST", "/whip/cam", offer, "Content-Type", "text/plain"), 415);
    assertProblem(http.postSdp("/whip/cam", "v=0\r\n".repeat(20_000)), 413, "65536");
    assertProblem(http.postSdp("/whep/nobody", offer), 404, "\"nobody\"");
    assertProblem(http.send("PATCH", "/whip/cam/x", "", "Content-Type", "application/x"), 405);
    assertProblem(http.get("/no/such/page"), 404);
    assertThat(json(http.get("/api/v1/streams"))).isEmpty();
  }

  @Test
  void foreignPagesAreKeptOut() {
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    HttpResponse<String> refused =
        http.send(
            "POST",
            "/whip/cam",
            offer,
            "Content-Type",
            "application/sdp",
            "Origin",
            "https://example.org");
    assertProblem(refused, 403, "https://example.org");
    assertProblem(
        http.send("DELETE", "/whip/cam/x", null, "Origin", "null"), 403, "a page of null");
    assertProblem(
        http.send("DELETE", "/whip/cam/x", null, "Origin", "http://127.0.0.1:" + server.port()),
        404);
  }

  @Test
  void usedUpPortsAreAProblem() throws SocketException {
    int free = freeUdpPort();
    Limits limits = new Limits(8, 8, 640 * 480, Limits.CONNECT_SECONDS);
    try (LiveServer narrow = serve(new UdpPorts(free, free), limits)) {
      TestHttp narrowHttp = new TestHttp(narrow.port());
      TestPeer first = kept(TestPeer.publisher(rtc, 320, 180));
      HttpResponse<String> answer = narrowHttp.postSdp("/whip/cam", first.offer());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertProblem(
          narrowHttp.postSdp("/whip/other", kept(TestPeer.publisher(rtc, 320, 180)).offer()),
          503,
          "UDP port",
          "--udp-ports");
      assertThat(narrow.connections()).isEqualTo(1);
    }
  }

  private static int freeUdpPort() throws SocketException {
    try (DatagramSocket socket = new DatagramSocket()) {
      return socket.getLocalPort();
    }
  }

  @Test
  void peerThatNeverConnectsIsForgotten() {
    Limits limits = new Limits(8, 8, 640 * 480, 1);
    try (LiveServer hasty = serve(UdpPorts.ANY, limits)) {
      TestHttp hastyHttp = new TestHttp(hasty.port());
      String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
      assertThat(hastyHttp.postSdp("/whip/cam", offer).statusCode()).isEqualTo(201);
      assertThat(hasty.connections()).isEqualTo(1);
      await().atMost(LONG).until(() -> hasty.connections() == 0);
    }
  }

  @Test
  void usedPortIsAFault() {
    Settings settings =
        new Settings("127.0.0.1", server.port(), null, UdpPorts.ANY, null, Limits.of(1, 1));
    Catalogue catalogue = Catalogue.at(styles);
    Device device = Device.select("cpu", 1);
    assertThatThrownBy(() -> LiveServer.start(settings, catalogue, device, "test"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("--port");
  }

  @Test
  void pagesStylesAndEngineAreServed() {
    assertThat(http.get("/").body()).containsIgnoringCase("<!doctype html>");
    assertThat(http.get("/watch/cam").body()).containsIgnoringCase("<!doctype html>");
    assertThat(http.get("/livez").statusCode()).isEqualTo(200);

    JsonNode engine = json(http.get("/api/v1/engine"));
    assertThat(engine.get("device").asText()).startsWith("CPU, 1 thread");
    assertThat(engine.get("version").asText()).isEqualTo("test");

    JsonNode listed = json(http.get("/api/v1/styles"));
    assertThat(listed.findValuesAsText("name")).containsExactly("broken", "dilate", "negative");
    HttpResponse<String> preview = http.get(listed.get(2).get("preview").asText());
    assertThat(preview.statusCode()).isEqualTo(200);
    assertThat(preview.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    assertProblem(http.get("/api/v1/styles/nope/preview"), 404, "\"nope\"");
  }

  @Test
  void newStyleAppearsWhileTheServerRuns() {
    publish("cam", "");
    assertProblem(http.putStyle("cam", "fresh"), 404);
    TestModels.publish(styles, "fresh", TestModels.dilate());
    try {
      assertThat(http.putStyle("cam", "fresh").statusCode()).isEqualTo(200);
      watch("cam").awaitPicture(UNCHANGED);
      TestModels.publish(styles, "fresh", TestModels.negative());
      assertThat(http.putStyle("cam", "fresh").statusCode()).isEqualTo(200);
      peers.get(1).awaitPicture(NEGATIVE);
    } finally {
      deleteStyle("fresh");
    }
  }

  private static void deleteStyle(String name) {
    for (String file : new String[] {"model.onnx", "card.json", "preview.jpg", ""}) {
      assertThat(styles.resolve(name).resolve(file).toFile().delete()).isTrue();
    }
  }
}
