package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.Listener;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.live.testing.TestSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources that the server fetches by itself. */
class PullTest extends PullFixture {
  private static void awaitState(String state) {
    await().atMost(LONG).until(PullFixture::state, state::equals);
  }

  private static Peer publish() {
    List<String> arguments = new ArrayList<>(List.of("-re"));
    arguments.addAll(TestSource.picture(320, 180));
    arguments.addAll(TestSource.tone());
    arguments.addAll(List.of("-c:v", "libx264", "-g", "10"));
    arguments.addAll(TestSource.fast("libx264"));
    arguments.addAll(List.of("-c:a", "aac", "-f", "rtsp", "-rtsp_transport", "tcp"));
    arguments.add("rtsp://127.0.0.1:" + server.rtspPort() + "/cam");
    return Peer.ffmpeg(arguments.toArray(String[]::new));
  }

  /** A camera that dies and comes back: here another server's stream, painted once already. */
  @Test
  void cameraIsFetchedAndFetchedAgainWhenItWasGone() {
    String url = "rtsp://user:secret@127.0.0.1:" + server.rtspPort() + "/cam?key=hidden";
    add("door", url);
    awaitState("waiting");
    assertThat(source().toString()).doesNotContain("secret").doesNotContain("hidden");
    assertThat(source().get("reason").asText()).isNotBlank();

    Listener listener = new Listener();
    try (Peer camera = publish()) {
      awaitState("live");
      assertThat(camera.isAlive()).isTrue();
      puller.hub().attach("door", listener);
      await().atMost(LONG).until(() -> listener.pictures() > 5 && listener.loudness() > 1000);
      assertThat(listener.luma()).as("negative twice").isBetween(60 - 20, 60 + 20);
    }
    server.hub().streams().all().forEach(stream -> stream.close("the camera dies"));
    awaitState("waiting");
    await().atMost(LONG).until(() -> puller.api().stream("door").state().equals("slate"));
    try (Peer camera = publish()) {
      awaitState("live");
      assertThat(camera.isAlive()).isTrue();
      long before = listener.pictures();
      await().atMost(LONG).until(() -> puller.api().stream("door").state().equals("live"));
      await().atMost(LONG).until(() -> listener.pictures() > before + 5);
    }
    assertThat(listener.isClosed()).isFalse();
  }
}
