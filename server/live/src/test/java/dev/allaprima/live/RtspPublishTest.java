package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestSource;
import dev.allaprima.live.webrtc.TestPeer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real encoders that publish by RTSP. */
class RtspPublishTest extends LiveServerFixture {
  private static String url(String name) {
    return "rtsp://127.0.0.1:" + server.rtspPort() + "/" + name;
  }

  private static List<String> push(String url, String transport, String video, String sound) {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(List.of("-re"));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", video));
    arguments.addAll(TestSource.fast(video));
    arguments.addAll(List.of("-g", "25", "-c:a", sound));
    arguments.addAll(List.of("-f", "rtsp", "-rtsp_transport", transport, url));
    return arguments;
  }

  @Test
  void viewerByWebRtcSeesWhatFfmpegPublishesByTcp() {
    List<String> arguments = push(url("cam") + "?style=negative", "tcp", "libx264", "aac");
    try (Peer ffmpeg = Peer.ffmpeg(arguments.toArray(String[]::new))) {
      awaitStream(server, "cam", ffmpeg);
      TestPeer viewer = watch("cam");
      viewer.awaitPicture(NEGATIVE);
      assertThat(viewer.seen().width()).isEqualTo(320);
      assertThat(viewer.seen().height()).isEqualTo(180);

      ffmpeg.stop();
      await().atMost(LONG).until(() -> server.api().stream("cam").state().equals("slate"));
      assertThat(viewer.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tcp,libx264,aac",
    "udp,libx264,libopus",
    "tcp,libx265,pcm_mulaw",
    "udp,libvpx,pcm_alaw",
    "tcp,libvpx-vp9,libopus"
  })
  void everyUsualCodecComesThrough(String transport, String video, String sound) {
    List<String> arguments = push(url("cam"), transport, video, sound);
    try (Peer ffmpeg = Peer.ffmpeg(arguments.toArray(String[]::new))) {
      assertComesThrough(ffmpeg);
    }
  }

  /** Debian's ffmpeg packs no AV1 into RTP; the one that comes with the server's libraries does. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void av1ComesThrough(String transport) {
    List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class)));
    command.addAll(push(url("cam"), transport, "libaom-av1", "libopus"));
    try (Peer ffmpeg = Peer.start(command)) {
      assertComesThrough(ffmpeg);
    }
  }

  private static void assertComesThrough(Peer publisher) {
    awaitStream(server, "cam", publisher);
    Listener listener = new Listener();
    server.hub().attach("cam", listener);
    await().atMost(LONG).until(() -> listener.pictures() > 10 && listener.loudness() > 1000);
    assertThat(listener.luma()).isBetween(255 - 60 - 12, 255 - 60 + 12);
  }
}
