package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.webrtc.TestPeer;
import dev.allaprima.live.webrtc.UdpPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ffmpeg plays painted streams by RTSP. */
class RtspPlayTest extends LiveServerFixture {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void whatAnEncoderPublishesIsPlayed(String transport) throws IOException {
    try (Peer camera = camera(server, "", "cam")) {
      awaitStream(server, "cam", camera);
      assertPlayed(transport, "rtsp://127.0.0.1:" + server.rtspPort() + "/cam");
    }
  }

  @Test
  void whatABrowserPublishesIsPlayed() throws IOException {
    TestPeer browser = TestPeer.publisher(rtc, 320, 180).withSound();
    browser.sound().hum(700);
    publish("cam", "", browser);
    await().atMost(LONG).until(() -> status("cam").get("sound").asBoolean());
    assertPlayed("tcp", "rtsp://127.0.0.1:" + server.rtspPort() + "/cam");
  }

  /** Debian's ffmpeg takes Digest where both are offered. */
  @Test
  void tokensAreThePasswordsOfAddresses() throws IOException {
    String view = "a-token-of-those-who-look";
    String publish = "a-token-of-those-who-send";
    Settings.Limits limits = Settings.Limits.defaults();
    try (LiveServer guarded =
        serve(UdpPorts.ANY, limits, "tokens.view", view, "tokens.publish", publish)) {
      String at = "127.0.0.1:" + guarded.rtspPort() + "/cam";
      for (String url : List.of("rtsp://" + at, "rtsp://any:" + view + "x@" + at)) {
        try (Peer stranger = Peer.ffmpeg("-i", url, "-f", "null", "-")) {
          assertThat(stranger.await()).isNotZero();
          assertThat(stranger.log()).contains("401 Unauthorized");
        }
      }
      try (Peer viewer = camera(guarded, "any:" + view + "@", "cam")) {
        assertThat(viewer.await()).isNotZero();
        assertThat(viewer.log()).contains("401 Unauthorized");
      }
      try (Peer camera = camera(guarded, "any:" + publish + "@", "cam")) {
        awaitStream(guarded, "cam", camera);
        assertPlayed("tcp", "rtsp://any:" + view + "@" + at);
      }
    }
  }

  private void assertPlayed(String transport, String url) throws IOException {
    Path picture = folder.resolve("picture.yuv");
    Path sound = folder.resolve("sound.s16");
    List<String> video = List.of("-map", "0:v", "-frames:v", "5", "-f", "rawvideo", "-y");
    List<String> tone = List.of("-map", "0:a", "-t", "1", "-f", "s16le", "-y");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-rtsp_transport", transport, "-i", url));
    arguments.addAll(video);
    arguments.add(picture.toString());
    arguments.addAll(tone);
    arguments.add(sound.toString());
    try (Peer player = Peer.ffmpeg(arguments.toArray(String[]::new))) {
      assertThat(player.await()).as(player.log()).isZero();
    }
    assertNegative(Files.readAllBytes(picture));
    assertThat(loudness(Files.readAllBytes(sound))).isGreaterThan(1000);
  }

  /**
   * Of the first picture; H.264 says other colours than the source, so that luma moves a little.
   */
  static void assertNegative(byte[] pictures) {
    assertThat(pictures).hasSizeGreaterThanOrEqualTo(320 * 180 * 3 / 2);
    assertThat(pictures[90 * 320 + 80] & 255).isBetween(175, 215);
    assertThat(pictures[90 * 320 + 240] & 255).isBetween(45, 85);
  }

  static int loudness(byte[] samples) {
    int most = 0;
    for (int i = 0; i + 1 < samples.length; i += 2) {
      most = Math.max(most, Math.abs((short) ((samples[i] & 255) | samples[i + 1] << 8)));
    }
    return most;
  }
}
