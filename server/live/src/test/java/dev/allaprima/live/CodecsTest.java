package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.webrtc.TestPeer;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every video codec, in and out. */
class CodecsTest extends LiveServerFixture {
  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
  void isTakenAndSent(String codec) {
    publish("cam", "", TestPeer.publisher(rtc, 320, 180).with(codec));
    TestPeer viewer = kept(TestPeer.viewer(rtc).with(codec));
    HttpResponse<String> answer = http.postSdp("/whep/cam", viewer.offer());
    assertThat(answer.body()).contains(" " + codec + "/90000");
    viewer.connect(answer.body()).awaitPicture(NEGATIVE);
  }
}
