package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.access.Reach;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.live.testing.Aiortc;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.Caller;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams sent by WHIP to a server like this one, to aiortc, and to places that want none. */
class WhipPushTest extends LiveServerFixture {
  private static final String TOKEN = "SECRET-token-of-the-other";

  private static LiveServer other;
  private static TestHttp far;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.allaprima");
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private Pushes pushes;
  private HttpServer hostile;

  @BeforeAll
  static void startOther() {
    Limits limits = new Limits(2, 2, 640 * 480, 5, Limits.GRACE_SECONDS);
    other = serve(UdpPorts.ANY, limits, "tokens.publish", TOKEN);
    far = new TestHttp(other.port());
  }

  @AfterAll
  static void stopOther() {
    other.close();
    assertThat(other.connections()).isZero();
  }

  @BeforeEach
  void openDoors() throws IOException {
    logged.start();
    logger.addAppender(logged);
    pushes =
        new Pushes(
            server.hub(),
            new Caller(rtc, server.hub(), null, 3),
            new Reach(List.of("127.0.0.0/8")),
            new Pushes.Pace(100, 2000));
    hostile = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hostile.start();
  }

  @AfterEach
  void closeDoors() {
    pushes.close();
    other.hub().streams().all().forEach(stream -> stream.close("the test is over"));
    hostile.stop(0);
    logger.detachAppender(logged);
    assertThat(logged.list).noneMatch(event -> event.getFormattedMessage().contains("SECRET"));
  }

  private String door(String name) {
    return "http://127.0.0.1:" + other.port() + "/whip/" + name;
  }

  private Pushes.Status push() {
    return pushes.of("cam").get(0);
  }

  private void awaitState(String state) {
    await().atMost(LONG).until(() -> push().state().equals(state));
  }

  /** What the hostile place answers. */
  private record Answer(int status, String location, String body) {}

  /** Has it answer every request so. */
  private String answering(String path, int status, String location, String body) {
    return answering(path, offer -> new Answer(status, location, body));
  }

  private String answering(String path, Function<String, Answer> answers) {
    hostile.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] offer = exchange.getRequestBody().readAllBytes();
          Answer answer = answers.apply(new String(offer, StandardCharsets.UTF_8));
          if (answer.location() != null) {
            exchange.getResponseHeaders().add("Location", answer.location());
          }
          byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    return "http://127.0.0.1:" + hostile.getAddress().getPort() + path;
  }

  @Test
  void pictureAndSoundGetToAnotherServer() {
    TestPeer camera = TestPeer.publisher(rtc, 320, 180).withSound();
    camera.sound().hum(440);
    publish("cam", "", camera);
    String shown = "http://127.0.0.1:" + other.port() + "/…";
    Pushes.Status started = pushes.start("cam", door("far"), TOKEN);
    assertThat(started.url()).isEqualTo(shown);
    awaitState("live");
    assertThat(server.api().stream("cam").outlets()).contains(shown);
    assertThat(server.api().stream("cam").viewers()).isZero();

    TestPeer viewer = kept(TestPeer.viewer(rtc).withSound());
    viewer.connect(far.postSdp("/whep/far", viewer.offer()).body());
    // Painted by both.
    viewer.awaitPicture(UNCHANGED);
    await().atMost(LONG).until(() -> viewer.sound().heard().level() > 2_000);

    pushes.stop("cam", started.id());
    await().atMost(LONG).until(() -> other.api().stream("far").state(), "slate"::equals);
    assertThat(pushes.of("cam")).isEmpty();
    // The publisher and the viewer.
    await().atMost(LONG).until(() -> rtc.connections() == 2);
  }

  /** Busy first; then it names a port where nobody is; then it leads to another place. */
  @Test
  void pushComesAgainUntilItIsTaken() {
    publish("cam", "");
    AtomicInteger requests = new AtomicInteger();
    String url =
        answering(
            "/whip/SECRET",
            offer ->
                switch (requests.incrementAndGet()) {
                  case 1 -> new Answer(503, null, "");
                  case 2 -> misled(offer);
                  default -> new Answer(307, door("far"), "");
                });
    pushes.start("cam", url, TOKEN);
    await().atMost(LONG).until(() -> String.valueOf(push().reason()).contains("status 503"));
    await().atMost(LONG).until(() -> String.valueOf(push().reason()).contains("no media"));
    awaitState("live");
    assertThat(push().reason()).isNull();
    assertThat(requests).hasValue(3);
    TestPeer viewer = kept(TestPeer.viewer(rtc));
    viewer.connect(far.postSdp("/whep/far", viewer.offer()).body());
    viewer.awaitPicture(UNCHANGED);
  }

  /** Debian's python3-aiortc, which uses no loopback address. */
  @Test
  void anotherImplementationOfWebRtcTakesThePush() throws IOException {
    String address = Aiortc.address();
    assumeThat(address).as("a network").isNotNull();
    TestPeer camera = TestPeer.publisher(rtc, 320, 180).withSound();
    camera.sound().hum(440);
    publish("cam", "", camera);
    Pushes there =
        new Pushes(
            server.hub(),
            new Caller(rtc, server.hub(), null, 15),
            new Reach(List.of(address)),
            new Pushes.Pace(100, 15_000));
    String door = "http://" + address + ":" + freePort() + "/whip/far";
    try (Aiortc far = new Aiortc("receive", door)) {
      String push = there.start("cam", door, TOKEN).id();
      JsonNode seen =
          far.await(
              LONG, it -> it.path("pictures").asInt() > 5 && it.path("level").asDouble() > 2_000);
      assertThat(seen.get("left").asInt()).as("negative of 60").isBetween(195 - 12, 195 + 12);
      assertThat(seen.get("right").asInt()).as("negative of 190").isBetween(65 - 12, 65 + 12);
      assertThat(seen.get("hertz").asDouble()).isBetween(380.0, 500.0);
      assertThat(seen.get("authorization").asText()).isEqualTo("Bearer " + TOKEN);
      assertThat(there.of("cam").get(0).state()).isEqualTo("live");
      there.stop("cam", push);
      far.await(LONG, it -> it.path("ended").asText().equals("DELETE /whip/far/session"));
    } finally {
      there.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Answer misled(String offer) {
    HttpResponse<String> answer =
        far.send(
            "POST",
            "/whip/far",
            offer,
            "Content-Type",
            "application/sdp",
            "Authorization",
            "Bearer " + TOKEN);
    String session = answer.headers().firstValue("Location").orElseThrow();
    String elsewhere = answer.body().replaceAll(" \\d+ typ host", " 9 typ host");
    return new Answer(201, "http://127.0.0.1:" + other.port() + session, elsewhere);
  }

  @Test
  void pushIsAskedForByRestAndEndsWithTheStream() {
    Limits limits = new Limits(2, 2, 640 * 480, 5, Limits.GRACE_SECONDS);
    try (LiveServer near = serve(UdpPorts.ANY, limits, "reach.allowed", "127.0.0.1")) {
      TestHttp rest = new TestHttp(near.port());
      TestPeer camera = kept(TestPeer.publisher(rtc, 320, 180));
      camera.connect(rest.postSdp("/whip/cam", camera.offer()).body());
      String body = "{\"url\":\"" + door("far") + "\",\"token\":\"" + TOKEN + "\"}";
      String path = "/api/v1/streams/cam/pushes";
      HttpResponse<String> made = rest.send("POST", path, body, "Content-Type", "application/json");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      await()
          .atMost(LONG)
          .until(() -> json(rest.get(path)).get(0).get("state").asText(), "live"::equals);
      assertThat(rest.get(path).body()).doesNotContain("SECRET");
      near.hub().streams().get("cam").close("the test ends it");
      // It is told goodbye, and would notice by itself only after many seconds.
      await().atMost(Duration.ofSeconds(5)).until(() -> other.hub().streams().find("far") == null);
    }
  }

  @Test
  void doorThatRefusesIsNamedAndTriedAgain() {
    publish("cam", "");
    pushes.start("cam", door("far"), "SECRET-wrong");
    awaitState("waiting");
    assertThat(push().reason()).contains("status 401").doesNotContain("SECRET");
    pushes.stop("cam", push().id());

    pushes.start("cam", "http://127.0.0.1:1/whip/SECRET", null);
    awaitState("waiting");
    assertThat(push().reason()).contains("refused").doesNotContain("SECRET");
    await().atMost(LONG).until(() -> rtc.connections() == 1);
  }

  @Test
  void placesThatLieHarmNobody() {
    publish("cam", "");
    TestPeer viewer = watch("cam");
    assertBreaks(answering("/SECRET/a", 201, "/SECRET/a/id", "no SDP"), "not SDP");
    // The session was begun as far as the other side knows.
    await().atMost(LONG).until(() -> asked.contains("DELETE /SECRET/a/id"));
    assertBreaks(answering("/SECRET/b", 201, null, "v=0\r\ns=-\r\n"), "no video");
    assertBreaks(answering("/SECRET/c", 307, "http://192.168.7.7/", ""), "private network");
    assertBreaks(answering("/SECRET/d", 307, "file:///etc/passwd", ""), "no address");
    assertBreaks(answering("/SECRET/e", 307, "/SECRET/e", ""), "on and on");
    assertBreaks(answering("/SECRET/f", 201, null, "x".repeat(1_000_000)), "does not end");
    assertBreaks(answering("/SECRET/g", 201, "http://10.0.0.1/", "v=0"), "private network");
    viewer.awaitPicture(NEGATIVE);
    await().atMost(LONG).until(() -> rtc.connections() == 2);
  }

  private void assertBreaks(String url, String reason) {
    Pushes.Status started = pushes.start("cam", url, null);
    awaitState("waiting");
    assertThat(push().reason()).contains(reason).doesNotContain("SECRET");
    pushes.stop("cam", started.id());
  }
}
