package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real players that play a painted stream by RTSP. */
class RtspPlayTest extends LiveServerFixture {
  @TempDir Path folder;
  private Peer publisher;

  private static String url(String name) {
    return "rtsp://127.0.0.1:" + server.rtspPort() + "/" + name;
  }

  @BeforeEach
  void publish() {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(List.of("-re"));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", "libx264"));
    arguments.addAll(TestSource.fast("libx264"));
    arguments.addAll(List.of("-c:a", "aac", "-f", "rtsp", "-rtsp_transport", "tcp", url("cam")));
    publisher = Peer.ffmpeg(arguments.toArray(String[]::new));
    await().atMost(LONG).until(() -> server.registry().find("cam") != null);
  }

  @AfterEach
  void stopPublisher() {
    publisher.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void ffmpegPlays(String transport) throws IOException {
    Path picture = folder.resolve("picture.yuv");
    Path sound = folder.resolve("sound.s16");
    try (Peer player =
        Peer.ffmpeg(
            "-rtsp_transport",
            transport,
            "-i",
            url("cam"),
            "-map",
            "0:v",
            "-frames:v",
            "5",
            "-f",
            "rawvideo",
            "-y",
            picture.toString(),
            "-map",
            "0:a",
            "-t",
            "1",
            "-f",
            "s16le",
            "-y",
            sound.toString())) {
      assertThat(player.await()).as(player.log()).isZero();
    }
    assertNegative(Files.readAllBytes(picture));
    assertThat(loudness(Files.readAllBytes(sound))).isGreaterThan(1000);
  }

  /**
   * Of the first picture; H.264 says other colours than the source, so that luma moves a little.
   */
  private static void assertNegative(byte[] pictures) {
    assertThat(pictures).hasSizeGreaterThanOrEqualTo(320 * 180 * 3 / 2);
    assertThat(pictures[90 * 320 + 80] & 255).isBetween(175, 215);
    assertThat(pictures[90 * 320 + 240] & 255).isBetween(45, 85);
  }

  private static int loudness(byte[] samples) {
    int most = 0;
    for (int i = 0; i + 1 < samples.length; i += 2) {
      most = Math.max(most, Math.abs((short) ((samples[i] & 255) | samples[i + 1] << 8)));
    }
    return most;
  }
}
