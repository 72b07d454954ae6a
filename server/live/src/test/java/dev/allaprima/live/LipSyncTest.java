package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.Settings.Limits;
import dev.allaprima.live.testing.Aiortc;
import dev.allaprima.live.testing.FakeIngest;
import dev.allaprima.live.testing.Flashes;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.webrtc.UdpPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sound is held back as long as the picture is painted, wherever both go. */
class LipSyncTest extends LiveServerFixture {
  /** So long a picture is under way; sound that is not held back is early by this. */
  private static final long LATE_MILLIS = 300;

  /** What is seen not to match, but for what a busy machine adds: the median is looked at. */
  private static final long TOLERANCE_MILLIS = 60;

  private static final int FLASHES = 6;

  /** Much longer than anything is on its way to a viewer, shorter than this machine has run. */
  private static final double OLD_SECONDS = 20;

  @TempDir Path folder;

  @Test
  void flashAndBeepStayTogetherForViewersAndInRecordings() throws IOException {
    assumeThat(Aiortc.address()).as("a network").isNotNull();
    Limits limits = new Limits(2, 2, 640 * 480, 15, 30);
    try (LiveServer own = serve(UdpPorts.ANY, limits)) {
      TestHttp its = new TestHttp(own.port());
      try (Flashes source = new Flashes()) {
        source.begin(own.hub().publish("cam", "negative", new FakeIngest()), LATE_MILLIS);
        String id = record(its);
        String url = "http://127.0.0.1:" + own.port() + "/whep/cam";
        try (Aiortc viewer = new Aiortc("sync", url)) {
          JsonNode seen = viewer.await(LONG, it -> it.get("offsets").size() >= FLASHES);
          List<Long> offsets =
              StreamSupport.stream(seen.get("offsets").spliterator(), false)
                  .map(JsonNode::asLong)
                  .toList();
          assertThat(median(offsets))
              .as("a viewer's %s", offsets)
              .isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
          // Players work out from these times what belongs together, wherever they lie.
          assertThat(seen.get("pictureAge").asDouble()).isBetween(0.0, OLD_SECONDS);
          assertThat(seen.get("soundAge").asDouble()).isBetween(0.0, OLD_SECONDS);
          assertThat(own.api().stream("cam").statistics().soundDelayMillis())
              .isGreaterThan(LATE_MILLIS - TOLERANCE_MILLIS);
        }
        assertRecordedTogether(its, id);
      }
      own.api().end("cam");
      await().atMost(LONG).until(() -> own.connections() == 0);
    }
  }

  @Test
  void whatIsPublishedByWhipIsRecordedTogether() throws IOException {
    assumeThat(Aiortc.address()).as("a network").isNotNull();
    Limits limits = new Limits(2, 2, 640 * 480, 15, 30);
    try (LiveServer own = serve(UdpPorts.ANY, limits)) {
      TestHttp its = new TestHttp(own.port());
      String url = "http://127.0.0.1:" + own.port() + "/whip/cam?style=negative";
      try (Aiortc publisher = new Aiortc("flash", url)) {
        publisher.await(LONG, it -> it.get("state").asText().equals("connected"));
        String id = record(its);
        await().atMost(LONG).until(() -> json(its.get(id)).get("seconds").asDouble() > FLASHES + 2);
        assertRecordedTogether(its, id);
      }
      own.api().end("cam");
      await().atMost(LONG).until(() -> own.connections() == 0);
    }
  }

  /** The address of a recording that is begun. */
  private static String record(TestHttp its) {
    JsonNode recording = json(its.send("POST", "/api/v1/streams/cam/recordings", ""));
    return "/api/v1/recordings/" + recording.get("id").asText();
  }

  private void assertRecordedTogether(TestHttp its, String id) throws IOException {
    assertThat(its.send("POST", id + "/stop", "").statusCode()).isEqualTo(200);
    byte[] bytes = its.bytes(json(its.get(id)).get("file").asText()).body();
    List<Long> offsets = Flashes.offsets(Files.write(folder.resolve("cam.mp4"), bytes));
    assertThat(offsets).hasSizeGreaterThanOrEqualTo(FLASHES);
    assertThat(median(offsets))
        .as("a recording's %s", offsets)
        .isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
  }

  private static long median(List<Long> offsets) {
    return offsets.stream().sorted().toList().get(offsets.size() / 2);
  }
}
