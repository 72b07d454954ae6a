package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.FakeOutlet;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.stylize.Device;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What HTTP serves, and what it refuses and how. */
class LiveHttpTest extends LiveServerFixture {
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
    assertProblem(http.send("PATCH", "/whip/cam/x", "", "Content-Type", "application/x"), 415);
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
    Limits limits = new Limits(8, 8, 640 * 480, Limits.CONNECT_SECONDS, Limits.GRACE_SECONDS);
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
    Limits limits = new Limits(8, 8, 640 * 480, 1, 1);
    try (LiveServer hasty = serve(UdpPorts.ANY, limits)) {
      TestHttp hastyHttp = new TestHttp(hasty.port());
      String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
      assertThat(hastyHttp.postSdp("/whip/cam", offer).statusCode()).isEqualTo(201);
      assertThat(hasty.connections()).isEqualTo(1);
      await().atMost(LONG).until(() -> hasty.connections() == 0);
      await().atMost(LONG).until(() -> hasty.hub().streams().all().isEmpty());
    }
  }

  @Test
  void usedPortIsAFault() {
    Settings settings =
        Settings.of(
            "http.port",
            "" + server.port(),
            "rtsp.port",
            "0",
            "rtsp.udpPort",
            "0",
            "folder",
            data.resolve("used-port").toString());
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
    // The settings' style, not the catalogue's first.
    assertThat(engine.get("style").asText()).isEqualTo("negative");

    JsonNode listed = json(http.get("/api/v1/styles"));
    assertThat(listed.findValuesAsText("name")).containsExactly("broken", "dilate", "negative");
    HttpResponse<String> preview = http.get(listed.get(2).get("preview").asText());
    assertThat(preview.statusCode()).isEqualTo(200);
    assertThat(preview.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    assertProblem(http.get("/api/v1/styles/nope/preview"), 404, "\"nope\"");
  }

  @Test
  void streamsAreLimited() {
    publish("a", "");
    publish("b", "");
    String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
    assertProblem(http.postSdp("/whip/c", offer), 503, "2 streams", "--max-streams");
  }

  @Test
  void streamThatThePainterHasNoTimeForIsRefused() {
    try (LiveServer busy = busy()) {
      TestHttp busyHttp = new TestHttp(busy.port());
      String offer = kept(TestPeer.publisher(rtc, 320, 180)).offer();
      assertProblem(busyHttp.postSdp("/whip/second", offer), 503, "the painter is full", "60 %");
      assertThat(json(busyHttp.get("/api/v1/engine")).at("/capacity/streams").asInt()).isEqualTo(1);
      assertThat(json(busyHttp.get("/api/v1/streams"))).hasSize(1);
    }
  }

  @Test
  void slateKeepsNobodyOut() {
    try (LiveServer busy = busy()) {
      FakeOutlet viewer = new FakeOutlet();
      busy.hub().attach("first", viewer);
      assertFull(busy, "second");
      busy.hub().streams().get("first").seat().publication().left();
      Intake second = busy.hub().publish("second", null, new FakeIngest());

      // Who left for good asks for its place anew; who was cut off keeps it.
      assertFull(busy, "first");
      busy.hub().attach("second", new FakeOutlet());
      second.gone("its cable was pulled");
      assertFull(busy, "first");
      busy.hub().publish("second", null, new FakeIngest());

      assertThat(busy.hub().streams().find("first")).isNotNull();
      busy.hub().detach("first", viewer);
      await().atMost(LONG).until(() -> busy.hub().streams().find("first") == null);
    }
  }

  /** A server whose painter has time for one stream, which is published as "first". */
  private LiveServer busy() {
    LiveServer busy = serve(UdpPorts.ANY, new Limits(8, 8, 640 * 480, 15, 600));
    busy.hub().publish("first", null, new FakeIngest());
    await().atMost(LONG).until(() -> busy.admission().streams() < Integer.MAX_VALUE);
    // As if a frame of 640x360 took 160 ms; at half the scale 15 of them are 0.6 of a second.
    for (int i = 0; i < 200; i++) {
      busy.admission().measured(160e6 / (640 * 360));
    }
    return busy;
  }

  private static void assertFull(LiveServer busy, String name) {
    assertThatThrownBy(() -> busy.hub().publish(name, null, new FakeIngest()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("the painter is full");
  }
}
