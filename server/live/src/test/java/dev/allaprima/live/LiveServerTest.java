package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.FakeOutlet;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import dev.allaprima.pipeline.testing.TestModels;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Streams from the camera to the viewers, with real peers. */
class LiveServerTest extends LiveServerFixture {
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
    assertThat(status.get("settings").get("styles").get("negative").asDouble()).isEqualTo(1);
    assertThat(status.get("source").asText()).isEqualTo("WHIP");
    assertThat(status.get("state").asText()).isEqualTo("live");
    assertThat(status.get("width").asInt()).isEqualTo(320);
    assertThat(status.get("height").asInt()).isEqualTo(180);
    assertThat(status.get("viewers").asInt()).isEqualTo(1);
    JsonNode counted = status.get("statistics");
    assertThat(counted.get("painted").asLong()).isGreaterThan(10);
    assertThat(counted.get("received").asLong())
        .isGreaterThanOrEqualTo(counted.get("painted").asLong());
    assertThat(counted.get("paintedPerSecond").asDouble()).isPositive();
    assertThat(counted.get("paintMillis").asDouble()).isPositive();
    assertThat(counted.get("delayMillis").get("p95").asDouble())
        .isGreaterThanOrEqualTo(counted.get("delayMillis").get("p50").asDouble());
    assertThat(json(http.get("/api/v1/streams"))).hasSize(1);
  }

  @Test
  void styleChangesWhileTheStreamRuns() {
    publish("cam", "?style=negative");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);

    HttpResponse<String> changed = http.restyle("cam", "dilate");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(json(changed).get("styles").has("dilate")).isTrue();
    viewer.awaitPicture(UNCHANGED);
    http.restyle("cam", "negative");
    viewer.awaitPicture(NEGATIVE);
  }

  @Test
  void brokenOrUnknownStyleIsRefusedAndTheStreamGoesOn() {
    publish("cam", "?style=negative");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);

    assertProblem(http.restyle("cam", "broken"), 503, "style broken", "model.onnx");
    assertProblem(http.restyle("cam", "nope"), 404, "\"nope\"", "negative");
    assertProblem(
        http.send("PATCH", "/api/v1/streams/cam/settings", "{", "Content-Type", "application/json"),
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
    assertProblem(http.delete(first), 404);
    await().atMost(LONG).until(() -> status("cam").get("state").asText().equals("slate"));
    assertThat(viewer.isConnected()).isTrue();
    publish("cam", "");
  }

  @Test
  void streamThatNobodyWatchesEndsWithItsPublisher() {
    String location = publish("cam", "");
    assertThat(http.delete(location).statusCode()).isEqualTo(200);
    assertProblem(http.get("/api/v1/streams/cam"), 404, "\"cam\"");
    publish("cam", "");
  }

  @Test
  void viewerSeesASlateUntilThePublisherIsBack() {
    publish("cam", "");
    TestPeer viewer = watch("cam");
    viewer.awaitPicture(NEGATIVE);
    peers.remove(0).close();
    await().atMost(Duration.ofSeconds(60)).until(() -> server.connections() == 1);
    assertThat(status("cam").get("state").asText()).isEqualTo("slate");
    long count = viewer.seen().count();
    await().atMost(LONG).until(() -> viewer.seen().count() > count + 3);
    assertThat(viewer.seen().shows(NEGATIVE)).isFalse();
    assertThat(viewer.seen().width()).isEqualTo(320);

    publish("cam", "?style=dilate");
    viewer.awaitPicture(UNCHANGED);
    assertThat(status("cam").get("state").asText()).isEqualTo("live");
  }

  @Test
  void streamThatNobodyTakesUpEnds() {
    try (LiveServer hasty = serve(UdpPorts.ANY, new Limits(1, 1, 640 * 480, 15, 1))) {
      Intake intake = hasty.hub().publish("cam", null, new FakeIngest());
      FakeOutlet outlet = new FakeOutlet();
      hasty.hub().attach("cam", outlet);
      intake.left();
      await().atMost(LONG).until(outlet::isClosed);
      await().atMost(LONG).until(() -> hasty.hub().streams().all().isEmpty());
      assertThat(outlet.pictures()).isPositive();
    }
  }

  @Test
  void whatAReplacedPublisherHandsInIsDropped() {
    FakeIngest first = new FakeIngest();
    Intake late = server.hub().publish("cam", null, first);
    FakeOutlet outlet = new FakeOutlet();
    server.hub().attach("cam", outlet);
    late.gone("its cable was pulled");
    await().atMost(LONG).until(first::isClosed);
    Intake intake = server.hub().publish("cam", null, new FakeIngest());

    late.picture(late.take(64, 48, late.now()));
    late.sound(new Sound(new short[480], 48_000, 1, late.now()));
    late.gone("again");
    assertThat(outlet.sounds()).isZero();
    assertThat(status("cam").get("statistics").get("received").asLong()).isZero();

    intake.sound(new Sound(new short[480], 48_000, 1, intake.now()));
    intake.picture(intake.take(32, 24, intake.now()));
    assertThat(outlet.sounds()).isEqualTo(1);
    await().atMost(LONG).until(() -> outlet.width() == 32);
    assertThat(status("cam").get("width").asInt()).isEqualTo(32);
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
  void pictureThatIsTooLargeEndsItsPublisherAlone() {
    publish("cam", "");
    publish("large", "");
    TestPeer viewer = watch("cam");
    peers.get(1).film(1280, 720, 0);
    await().atMost(LONG).until(() -> status("large").get("state").asText().equals("slate"));
    await().atMost(LONG).until(() -> server.connections() == 2);
    viewer.awaitPicture(NEGATIVE);
  }

  @Test
  void streamWhosePaintingFailsEndsAlone() {
    publish("cam", "");
    publish("bad", "");
    TestPeer viewer = watch("cam");
    server.hub().streams().get("bad").failed(new IllegalStateException("torn canvas"));
    await().atMost(LONG).until(() -> server.hub().streams().all().size() == 1);
    viewer.awaitPicture(NEGATIVE);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void endedStreamHoldsNothing() {
    String location = publish("cam", "");
    watch("cam").awaitPicture(NEGATIVE);
    LiveStream stream = server.hub().streams().get("cam");
    assertThat(server.connections()).isEqualTo(2);
    // libwebrtc refuses to free a track or a source that something still refers to.
    Logger logger = (Logger) LoggerFactory.getLogger(LiveStream.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    http.delete(location);
    stream.close("the test ends it");
    logger.detachAppender(logged);
    assertThat(logged.list).isNotEmpty().noneMatch(event -> event.getLevel() == Level.ERROR);
    await().atMost(LONG).until(() -> stream.framesInUse() == 0);
    await().atMost(LONG).until(() -> server.connections() == 0);
  }

  @Test
  void newStyleAppearsWhileTheServerRuns() {
    publish("cam", "");
    assertProblem(http.restyle("cam", "fresh"), 404);
    TestModels.publish(styles, "fresh", TestModels.dilate());
    try {
      assertThat(http.restyle("cam", "fresh").statusCode()).isEqualTo(200);
      watch("cam").awaitPicture(UNCHANGED);
      TestModels.publish(styles, "fresh", TestModels.negative());
      assertThat(http.restyle("cam", "fresh").statusCode()).isEqualTo(200);
      peers.get(1).awaitPicture(NEGATIVE);
    } finally {
      deleteStyle("fresh");
    }
  }

  private static void deleteStyle(String name) {
    for (String file :
        new String[] {"model.onnx", "network.json", "card.json", "preview.jpg", ""}) {
      assertThat(styles.resolve(name).resolve(file).toFile().delete()).isTrue();
    }
  }
}
