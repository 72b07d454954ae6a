package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.live.testing.UdpRelay;
import dev.allaprima.live.webrtc.TestPeer;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What becomes of a stream whose publisher's network is cut, and comes back. */
class NetworkCutTest extends LiveServerFixture {
  @Test
  void viewersSeeASlateAndThenTheSamePublisherAgain() throws IOException {
    TestPeer publisher = TestPeer.publisher(rtc, 320, 180);
    HttpResponse<String> answer = http.postSdp("/whip/cam", kept(publisher).offer());
    try (UdpRelay relay = UdpRelay.to(UdpRelay.portOf(answer.body()))) {
      publisher.connect(UdpRelay.through(answer.body(), relay.port()));
      TestPeer viewer = watch("cam");
      viewer.awaitPicture(NEGATIVE);

      relay.cut(true);
      await().atMost(LONG).until(() -> status("cam").get("state").asText().equals("slate"));
      relay.cut(false);
      viewer.awaitPicture(NEGATIVE);
      await().atMost(LONG).until(() -> status("cam").get("state").asText().equals("live"));
      assertThat(server.connections()).isEqualTo(2);
    }
  }
}
