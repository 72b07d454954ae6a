package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestSource;
import dev.allaprima.live.webrtc.TestPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real encoders that publish by RTSP. */
class RtspPublishTest extends LiveServerFixture {
  private static String url(String name) {
    return "rtsp://127.0.0.1:" + server.rtspPort() + "/" + name;
  }

  private static Peer push(String url, String transport, String video, String sound) {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(List.of("-re"));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", video));
    arguments.addAll(TestSource.fast(video));
    arguments.addAll(List.of("-g", "25", "-c:a", sound));
    arguments.addAll(List.of("-f", "rtsp", "-rtsp_transport", transport, url));
    return Peer.ffmpeg(arguments.toArray(String[]::new));
  }

  @Test
  void viewerByWebRtcSeesWhatFfmpegPublishesByTcp() {
    try (Peer ffmpeg = push(url("cam") + "?style=negative", "tcp", "libx264", "aac")) {
      await().atMost(LONG).until(() -> server.registry().find("cam") != null);
      TestPeer viewer = watch("cam");
      viewer.awaitPicture(NEGATIVE);
      assertThat(viewer.seen().width()).isEqualTo(320);
      assertThat(viewer.seen().height()).isEqualTo(180);

      ffmpeg.stop();
      await().atMost(LONG).until(() -> server.stream("cam").state().equals("slate"));
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
    try (Peer ffmpeg = push(url("cam"), transport, video, sound)) {
      await()
          .atMost(LONG)
          .failFast(() -> assertThat(ffmpeg.isAlive()).as(ffmpeg.log()).isTrue())
          .until(() -> server.registry().find("cam") != null);
      Listener listener = new Listener();
      server.attach("cam", listener);
      await().atMost(LONG).until(() -> listener.pictures() > 10 && listener.loudness() > 1000);
      assertThat(listener.luma()).isBetween(255 - 60 - 12, 255 - 60 + 12);
    }
  }
}
