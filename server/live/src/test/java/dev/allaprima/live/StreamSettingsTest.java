package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.FakeOutlet;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a stream is painted is set while it runs. */
class StreamSettingsTest extends LiveServerFixture {
  private static final String STREAM = "/api/v1/streams/cam";
  private static final String SETTINGS = STREAM + "/settings";
  private static final int LEFT = 60;
  private static final int RIGHT = 100;
  private static final long SECOND = 1_000_000_000L;

  private FakeOutlet outlet;
  private Intake intake;
  private long time;

  @BeforeAll
  static void publishMixableStyles() {
    // twin-0 adds 40, twin-1 adds 80.
    TestModels.publishAll(
        styles, "twin", 2, FloatModels.styles(new float[] {1, 1}, new float[] {40, 80}));
  }

  @BeforeEach
  void publishAndLook() {
    intake = server.hub().publish("cam", "negative", new FakeIngest());
    outlet = new FakeOutlet();
    server.hub().attach("cam", outlet);
    time = intake.now();
  }

  /** Hands in a picture taken so much later than the last, and returns what it is shown as. */
  private FakeOutlet.Seen shown(long later) {
    time += later;
    long at = time;
    int before = outlet.pictures();
    Frame frame = intake.take(64, 48, at);
    for (int i = 0; i < 64 * 48; i++) {
      frame.y().put(i, (byte) (i % 64 < 32 ? LEFT : RIGHT));
    }
    for (int i = 0; i < 32 * 24; i++) {
      frame.u().put(i, (byte) 128);
      frame.v().put(i, (byte) 128);
    }
    intake.picture(frame);
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> outlet.pictures() > before && outlet.newest().timeNanos() == at);
    return outlet.newest();
  }

  private void assertShown(FakeOutlet.Seen seen, int left, int right) {
    assertThat(seen.left()).isCloseTo(left, within(1));
    assertThat(seen.right()).isCloseTo(right, within(1));
  }

  private static JsonNode change(String patch) {
    HttpResponse<String> answer = http.patch(SETTINGS, patch);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(http.get(SETTINGS))).isEqualTo(json(answer));
    return json(answer);
  }

  @Test
  void settingsBeginPlainAndAPatchChangesWhatItNames() throws IOException {
    String plain =
        """
        {"styles":{"negative":1.0},"fadeSeconds":0.0,"strength":1.0,"originalColours":false,
         "renderScale":1.0,"steadiness":0.0,"split":0.0,"key":null,"inset":null,"overlay":null,
         "adaptive":true}""";
    assertThat(json(http.get(SETTINGS))).isEqualTo(new ObjectMapper().readTree(plain));

    JsonNode changed = change("{\"strength\":0.5,\"originalColours\":true,\"adaptive\":false}");
    assertThat(changed.get("strength").asDouble()).isEqualTo(0.5);
    assertThat(changed.get("originalColours").asBoolean()).isTrue();
    assertThat(changed.get("adaptive").asBoolean()).isFalse();
    assertThat(changed.get("styles").get("negative").asDouble()).isEqualTo(1);
    assertShown(shown(SECOND), (LEFT + 255 - LEFT) / 2, (RIGHT + 255 - RIGHT) / 2);

    // What is mixed is replaced whole, and shown as it was asked for.
    changed = change("{\"styles\":{\"twin-0\":3,\"twin-1\":1}}");
    assertThat(changed.get("styles").toString()).isEqualTo("{\"twin-0\":3.0,\"twin-1\":1.0}");
    assertThat(changed.get("strength").asDouble()).isEqualTo(0.5);
    assertThat(status("cam").get("settings")).isEqualTo(changed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'strength':1.5} | strength is 1.5 | 0 to 1",
        "{'strength':-0.1} | strength is -0.1 | 0 to 1",
        "{'strength':'much'} | strength is \"much\" | a number",
        "{'strength':null} | strength is null | a number",
        "{'strength':1e999} | strength is Infinity | 0 to 1",
        "{'originalColours':1} | originalColours is 1 | true or false",
        "{'renderScale':0.1} | renderScale is 0.1 | 0.25 to 1",
        "{'steadiness':2} | steadiness is 2.0 | 0 to 1",
        "{'split':-1} | split is -1.0 | 0 to 1",
        "{'key':{'threshold':2}} | key.threshold is 2.0 | 0 to 1",
        "{'key':{'colour':'green'}} | key.colour is \"green\" | #00b140",
        "{'key':{'by':'alpha'}} | key.by is \"alpha\" | chroma, luma",
        "{'key':{'show':1}} | key.show is 1 | a text",
        "{'key':{'size':1}} | \"key.size\" | threshold",
        "{'key':7} | key is 7 | null or an object",
        "{'inset':{'size':2}} | inset.size is 2.0 | 0.1 to 1",
        "{'inset':{'place':'nowhere'}} | place is \"nowhere\" | corner",
        "{'inset':{'width':1}} | \"inset.width\" | size",
        "{'inset':7} | inset is 7 | null or an object",
        "{'fadeSeconds':601} | fadeSeconds is 601.0 | 0 to 600",
        "{'strength':0.5,'volume':1} | \"volume\" | strength",
        "{'styles':{}} | styles is {} | weights",
        "{'styles':['negative']} | styles is [\"negative\"] | weights",
        "{'styles':{'negative':'1'}} | styles.negative is \"1\" | a number",
        "{'styles':{'negative':-1}} | weight -1.0 | from 0 up",
        "{'styles':{'negative':0}} | weighs 0.0 | above 0",
        "{'styles':{'negative':1,'twin-0':1}} | negative, twin-0 | one network",
        "{'overlay':{'opacity':0.5}} | no overlay | PUT",
        "{'overlay':{'colour':1}} | \"overlay.colour\" | opacity",
        "{'overlay':'x'} | overlay is \"x\" | null or an object",
        "{} | changes nothing | strength",
        "[] | changes nothing | strength",
        "{'strength':0.5,'strength':0.7} | no JSON | strength",
        "{'strength':0.5} x | no JSON | strength",
        "{ | no JSON | strength",
      })
  void whatIsWrongIsNamedAndChangesNothing(String patch, String what, String remedy) {
    JsonNode before = json(http.get(SETTINGS));
    assertProblem(http.patch(SETTINGS, patch.replace('\'', '"')), 400, what.trim(), remedy.trim());
    assertThat(json(http.get(SETTINGS))).isEqualTo(before);
  }

  @Test
  void unknownStyleIsNotFoundAndNothingElseChanges() {
    JsonNode before = json(http.get(SETTINGS));
    assertProblem(
        http.patch(SETTINGS, "{\"strength\":0.5,\"styles\":{\"nope\":1}}"), 404, "\"nope\"");
    assertProblem(
        http.patch(SETTINGS, "{\"strength\":0.5,\"styles\":{\"broken\":1}}"), 503, "style broken");
    assertThat(json(http.get(SETTINGS))).isEqualTo(before);
    assertProblem(http.get("/api/v1/streams/other/settings"), 404, "\"other\"");
  }

  @Test
  void stylesOfOneNetworkAreMixedAndFade() {
    change("{\"styles\":{\"twin-0\":1}}");
    assertShown(shown(SECOND), LEFT + 40, RIGHT + 40);
    change("{\"styles\":{\"twin-0\":1,\"twin-1\":1}}");
    assertShown(shown(SECOND), LEFT + 60, RIGHT + 60);
    change("{\"styles\":{\"twin-1\":1},\"fadeSeconds\":4}");
    assertShown(shown(SECOND), LEFT + 60, RIGHT + 60);
    assertShown(shown(2 * SECOND), LEFT + 70, RIGHT + 70);
    assertShown(shown(2 * SECOND), LEFT + 80, RIGHT + 80);
  }

  @Test
  void stylesOfAnotherNetworkFollowByACut() {
    change("{\"styles\":{\"twin-0\":1},\"fadeSeconds\":4}");
    assertShown(shown(SECOND), LEFT + 40, RIGHT + 40);
    change("{\"styles\":{\"negative\":1},\"steadiness\":1}");
    assertShown(shown(SECOND / 10), 255 - LEFT, 255 - RIGHT);
    change("{\"styles\":{\"dilate\":1}}");
    assertShown(shown(SECOND / 10), LEFT, RIGHT);
  }

  @Test
  void splitShowsTheSourceAtTheLeft() {
    change("{\"split\":0.5}");
    assertShown(shown(SECOND), LEFT, 255 - RIGHT);
  }

  @Test
  void keyPaintsWhatIsBrightAndIsTakenAway() {
    JsonNode set = change("{\"key\":{\"by\":\"luma\",\"threshold\":0.25}}").get("key");
    assertThat(set.get("by").asText()).isEqualTo("luma");
    assertThat(set.get("softness").asDouble()).isEqualTo(0.1);
    assertThat(set.get("show").asText()).isEqualTo("over");
    assertShown(shown(SECOND), LEFT, 255 - RIGHT);
    set = change("{\"key\":{\"inverted\":true}}").get("key");
    assertThat(set.get("threshold").asDouble()).isEqualTo(0.25);
    assertShown(shown(SECOND), 255 - LEFT, RIGHT);
    assertThat(change("{\"key\":null}").get("key").isNull()).isTrue();
    assertShown(shown(SECOND), 255 - LEFT, 255 - RIGHT);
  }

  @Test
  void insetShowsThePaintingSmallOverTheSource() {
    JsonNode set = change("{\"inset\":{\"place\":\"left\",\"size\":0.5}}").get("inset");
    assertThat(set.get("place").asText()).isEqualTo("left");
    assertShown(shown(SECOND), 255 - LEFT, RIGHT);
    set = change("{\"inset\":{\"size\":0.1}}").get("inset");
    assertThat(set.get("place").asText()).isEqualTo("left");
    assertThat(change("{\"inset\":null}").get("inset").isNull()).isTrue();
    assertShown(shown(SECOND), 255 - LEFT, 255 - RIGHT);
  }

  @Test
  void noChangeCostsAFrame() {
    List<String> changes =
        List.of(
            "{\"strength\":0.8}",
            "{\"renderScale\":0.5}",
            "{\"styles\":{\"twin-0\":1},\"fadeSeconds\":1}",
            "{\"styles\":{\"twin-1\":1}}",
            "{\"steadiness\":0.5}",
            "{\"renderScale\":1,\"split\":0.5}",
            "{\"styles\":{\"dilate\":1},\"originalColours\":true}");
    int count = 0;
    for (String patch : changes) {
      CompletableFuture<JsonNode> changing = CompletableFuture.supplyAsync(() -> change(patch));
      int after = 0;
      while (after < 3) {
        shown(SECOND / 30);
        count++;
        after += changing.isDone() ? 1 : 0;
      }
      changing.join();
    }
    List<Long> times = new ArrayList<>();
    outlet.seen().forEach(seen -> times.add(seen.timeNanos()));
    assertThat(times).hasSize(count).isSorted().doesNotHaveDuplicates();
    JsonNode counted = status("cam").get("statistics");
    assertThat(counted.get("received").asInt()).isEqualTo(count);
    assertThat(counted.get("painted").asInt()).isEqualTo(count);
    assertThat(counted.get("overwritten").asInt()).isZero();
  }

  @Test
  void overlayIsLaidMovedAndTakenAway() throws IOException {
    HttpResponse<String> answer =
        http.put(STREAM + "/overlay?place=0,0&opacity=0.5", "image/png", png(32, 48));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("overlay").toString())
        .isEqualTo("{\"place\":\"0,0\",\"scale\":1.0,\"opacity\":0.5}");
    assertShown(shown(SECOND), (255 - LEFT + 235) / 2, 255 - RIGHT);

    change("{\"overlay\":{\"opacity\":1}}");
    assertShown(shown(SECOND), 235, 255 - RIGHT);
    change("{\"overlay\":{\"place\":\"32,0\"}}");
    assertShown(shown(SECOND), 255 - LEFT, 235);
    assertProblem(
        http.patch(SETTINGS, "{\"overlay\":{\"place\":\"hell\"}}"), 400, "\"hell\"", "centre");
    assertProblem(http.patch(SETTINGS, "{\"overlay\":{\"scale\":99}}"), 400, "scale is 99.0", "16");

    assertThat(http.delete(STREAM + "/overlay").statusCode()).isEqualTo(204);
    assertThat(json(http.get(SETTINGS)).get("overlay").isNull()).isTrue();
    assertShown(shown(SECOND), 255 - LEFT, 255 - RIGHT);
  }

  /** All white. */
  private static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  @Test
  void overlayThatIsNoPictureIsRefused() throws IOException {
    byte[] list = "ffconcat version 1.0\nfile /etc/passwd\n".getBytes(StandardCharsets.UTF_8);
    byte[] vast = png(8, 8);
    ByteBuffer.wrap(vast).putInt(16, 1 << 20).putInt(20, 1 << 20);
    byte[] torn = png(64, 64);
    byte[] half = java.util.Arrays.copyOf(torn, 40);
    for (byte[] body : new byte[][] {list, half, vast, new byte[0]}) {
      HttpResponse<String> refused = http.put(STREAM + "/overlay", "image/png", body);
      assertProblem(refused, 400, "overlay");
      assertThat(refused.body()).doesNotContain("/tmp").doesNotContain("passwd");
    }
    assertProblem(http.put(STREAM + "/overlay", "image/gif", png(8, 8)), 415);
    assertProblem(http.put(STREAM + "/overlay?scale=0", "image/png", png(8, 8)), 400, "scale is 0");
    assertProblem(http.put(STREAM + "/overlay?scale=x", "image/png", png(8, 8)), 400);
    assertThat(json(http.get(SETTINGS)).get("overlay").isNull()).isTrue();
    assertShown(shown(SECOND), 255 - LEFT, 255 - RIGHT);
  }

  @Test
  void snapshotIsTheNewestPainting() throws IOException {
    assertProblem(http.get(STREAM + "/snapshot"), 404, "no picture yet");
    shown(SECOND);
    HttpResponse<byte[]> answer = http.bytes(STREAM + "/snapshot");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
    assertThat(picture.getWidth()).isEqualTo(64);
    // Luma 16 to 235 became grey 0 to 255.
    int grey = Math.round((255 - LEFT - 16) * 255f / 219);
    assertThat(new Color(picture.getRGB(10, 24)).getGreen()).isCloseTo(grey, within(4));
  }

  @Test
  void eventsTellTheStatisticsUntilTheStreamEnds() throws IOException {
    shown(SECOND);
    Iterator<String> lines = http.lines(STREAM + "/events").body().iterator();
    for (int event = 0; event < 2; event++) {
      assertThat(lines.next()).isEqualTo("event:statistics");
      String data = lines.next();
      assertThat(data).startsWith("data:");
      JsonNode told = new ObjectMapper().readTree(data.substring(5));
      assertThat(told.get("name").asText()).isEqualTo("cam");
      assertThat(told.get("statistics").get("painted").asInt()).isEqualTo(1);
      assertThat(lines.next()).isEmpty();
    }
    assertThat(http.delete(STREAM).statusCode()).isEqualTo(204);
    assertThat(lines.hasNext()).isFalse();
    assertThat(outlet.isClosed()).isTrue();
    assertProblem(http.get(STREAM + "/events"), 404, "\"cam\"");
    assertProblem(http.delete(STREAM), 404, "\"cam\"");
  }
}
