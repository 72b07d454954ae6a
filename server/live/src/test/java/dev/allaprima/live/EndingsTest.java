package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.FakeOutlet;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.net.http.HttpResponse;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who lost a stream to the server's own will can read why. */
class EndingsTest extends LiveServerFixture {
  private static final String ENDING = "/api/v1/streams/cam/ending";
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @BeforeAll
  static void publishStyles() {
    TestModels.publish(styles, "overflowing", FloatModels.overflowing());
    TestModels.publish(styles, "dark", FloatModels.styles(new float[] {1}, new float[] {-60}));
  }

  private static void send(Intake intake, IntUnaryOperator luma) {
    Frame frame = intake.take(WIDTH, HEIGHT, intake.now());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      frame.y().put(i, (byte) luma.applyAsInt(i));
    }
    for (int i = 0; i < WIDTH * HEIGHT / 4; i++) {
      frame.u().put(i, (byte) 128);
      frame.v().put(i, (byte) 128);
    }
    intake.picture(frame);
  }

  private static JsonNode ending() {
    await().atMost(LONG).until(() -> http.get(ENDING).statusCode() == 200);
    return json(http.get(ENDING));
  }

  @Test
  void paintingInOneToneOfAPictureThatIsNotEndsTheStream() {
    Intake intake = server.hub().publish("cam", "overflowing", new FakeIngest());
    FakeOutlet outlet = new FakeOutlet();
    server.hub().attach("cam", outlet);
    send(intake, i -> 40 + i % 128);
    await().atMost(LONG).until(() -> outlet.pictures() > 0);
    assertProblem(http.get(ENDING), 404, "\"cam\"");

    send(intake, i -> 40 + i % 216);
    JsonNode ending = ending();
    assertThat(ending.get("cause").asText()).isEqualTo("painting");
    assertThat(ending.get("reason").asText())
        .contains("style overflowing", "all in one tone", "overflowed");
    await().atMost(LONG).until(() -> http.get("/api/v1/streams/cam").statusCode() == 404);

    server.hub().publish("cam", "negative", new FakeIngest());
    assertProblem(http.get(ENDING), 404, "\"cam\"");
  }

  /** A lens that is covered: nothing to see, hardly any noise, and so a painting in one tone. */
  @Test
  void darkCameraDoesNotEndTheStream() {
    for (String style : new String[] {"negative", "dark"}) {
      Intake intake = server.hub().publish("cam", style, new FakeIngest());
      FakeOutlet outlet = new FakeOutlet();
      server.hub().attach("cam", outlet);
      for (int noise : new int[] {1, 8, 24}) {
        for (int n = 0; n < 4; n++) {
          int before = outlet.pictures();
          send(intake, i -> 16 + (i * 0x9E3779B1 >>> 20) % noise);
          await().atMost(LONG).until(() -> outlet.pictures() > before);
        }
      }
      assertThat(status("cam").get("state").asText()).isEqualTo("live");
      assertProblem(http.get(ENDING), 404, "\"cam\"");
      server.hub().streams().get("cam").close("next");
    }
  }

  @Test
  void publisherOfPicturesThatAreTooLargeIsTold() {
    FakeIngest ingest = new FakeIngest();
    Intake intake = server.hub().publish("cam", null, ingest);
    server.hub().attach("cam", new FakeOutlet());
    assertThatThrownBy(() -> intake.take(2000, 2000, 0)).isInstanceOf(Fault.class);
    intake.gone("as it was told");
    JsonNode ending = ending();
    assertThat(ending.get("cause").asText()).isEqualTo("source");
    assertThat(ending.get("reason").asText()).contains("2000x2000", "Publish at another size");
    await().atMost(LONG).until(ingest::isClosed);
  }

  @Test
  void publisherThatGoesByItselfIsNot() {
    Intake intake = server.hub().publish("cam", null, new FakeIngest());
    server.hub().attach("cam", new FakeOutlet());
    intake.gone("its cable was pulled");
    assertProblem(http.get(ENDING), 404, "\"cam\"");
  }

  @Test
  void requestIsNamed() {
    server.hub().publish("cam", null, new FakeIngest());
    HttpResponse<String> ended = http.delete("/api/v1/streams/cam");
    assertThat(ended.statusCode()).isEqualTo(204);
    assertThat(ending().get("cause").asText()).isEqualTo("request");
  }

  @Test
  void onlyTheNewestAreRemembered() {
    Endings endings = new Endings();
    for (int i = 0; i <= Endings.MOST; i++) {
      endings.wanted("stream-" + i);
    }
    assertThatThrownBy(() -> endings.of("stream-0")).isInstanceOf(Fault.class);
    assertThat(endings.of("stream-1").cause()).isEqualTo("request");
    assertThat(endings.of("stream-" + Endings.MOST).cause()).isEqualTo("request");
  }
}
