package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GStreamer as a player and as an encoder, by RTSP. */
class GstreamerTest extends LiveServerFixture {
  @TempDir Path folder;

  private static String url(String name) {
    return "rtsp://127.0.0.1:" + server.rtspPort() + "/" + name;
  }

  private static Peer gst(String pipeline) {
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "-e"));
    command.addAll(List.of(pipeline.split(" ")));
    return Peer.start(command);
  }

  /** The file is whole because the stream's end is said, in RTCP, and GStreamer ends it then. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void whatItRecordsIsWholeWhenTheStreamEnds(String transport) throws IOException {
    Path file = folder.resolve("film.mp4");
    String play =
        ("rtspsrc name=in location=%s protocols=%s"
                + " mp4mux name=out ! filesink buffer-mode=unbuffered location=%s"
                + " in. ! application/x-rtp,media=video ! rtph264depay ! h264parse ! out."
                + " in. ! application/x-rtp,media=audio ! rtpmp4gdepay ! aacparse ! out.")
            .formatted(url("cam"), transport, file);
    try (Peer camera = camera(server, "", "cam")) {
      awaitStream(server, "cam", camera);
      try (Peer player = gst(play)) {
        await()
            .atMost(LONG)
            .failFast(() -> assertThat(player.isAlive()).as(player.log()).isTrue())
            .untilAsserted(
                () ->
                    assertThat(Files.exists(file) ? Files.size(file) : 0)
                        .as(player.log())
                        .isGreaterThan(20_000));
        server.hub().streams().find("cam").close("the test ends it");
        player.await();
        assertThat(player.log()).contains("Got EOS from element");
      }
    }
    Path picture = folder.resolve("picture.yuv");
    Path sound = folder.resolve("sound.s16");
    String[] decode = {"-map", "0:v", "-f", "rawvideo", picture.toString(), "-map", "0:a"};
    List<Object> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-xerror", "-i", file));
    command.addAll(List.of(decode));
    command.addAll(List.of("-f", "s16le", sound));
    Peer.run(command.toArray());
    RtspPlayTest.assertNegative(Files.readAllBytes(picture));
    assertThat(RtspPlayTest.loudness(Files.readAllBytes(sound))).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource({"tcp,h264,opus", "udp,h264,aac", "tcp,vp8,pcma", "udp,vp8,opus"})
  void whatItPublishesComesThroughUntilItEnds(String transport, String video, String sound) {
    // Profiles are named where the encoder would not know which to choose.
    String picture =
        video.equals("h264")
            ? "openh264enc ! video/x-h264,profile=constrained-baseline ! h264parse"
            : "vp8enc deadline=1 ! video/x-vp8,profile=(string)0";
    String tone =
        switch (sound) {
          case "aac" -> "voaacenc";
          case "opus" -> "opusenc";
          default -> "audioresample ! alawenc";
        };
    String publish =
        ("rtspclientsink name=out location=%s protocols=%s"
                + " videotestsrc is-live=true pattern=white !"
                + " video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! %s ! out.sink_0"
                + " audiotestsrc is-live=true ! audioconvert ! %s ! out.sink_1")
            .formatted(url("gst"), transport, picture, tone);
    try (Peer encoder = gst(publish)) {
      awaitStream(server, "gst", encoder);
      Listener listener = new Listener();
      server.hub().attach("gst", listener);
      await().atMost(LONG).until(() -> listener.pictures() > 10 && listener.loudness() > 1000);
      assertThat(listener.luma())
          .as("white, painted negative")
          .isBetween(255 - 235 - 8, 255 - 235 + 8);
      encoder.interrupt();
      // By its goodbye, TEARDOWN or lost connection: it may stop before it has sent the others.
      await().atMost(LONG).until(() -> server.api().stream("gst").state().equals("slate"));
    }
  }
}
