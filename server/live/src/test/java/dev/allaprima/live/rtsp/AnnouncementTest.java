package dev.allaprima.live.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publisher may announce. */
class AnnouncementTest {
  private static final String GOOD =
      "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\n"
          + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\n"
          + "a=control:streamid=0\r\n"
          + "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 MPEG4-GENERIC/48000/2\r\na=control:streamid=1\r\n"
          + "m=application 0 RTP/AVP 98\r\n";

  @Test
  void knownTracksAreTakenAndOthersLeftOut() {
    Announcement announcement = Announcement.parse(GOOD);
    assertThat(announcement.tracks()).hasSize(2);
    assertThat(Announcement.describe(announcement.tracks()))
        .contains("a=rtpmap:96 H264/90000")
        .contains("a=fmtp:96 packetization-mode=1")
        .doesNotContain("application");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "v=0\r\n",
        "v=0\r\nm=audio 0 RTP/AVP 0\r\n",
        "v=0\r\nm=video 0 RTP/AVP 96\r\n",
        "v=0\r\nm=video 0 RTP/AVP 999\r\na=rtpmap:999 H264/90000\r\n",
        "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/99999999999\r\n",
        "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 THEORA/90000\r\n",
      })
  void othersAreRefused(String sdp) {
    assertThatThrownBy(() -> Announcement.parse(sdp)).isInstanceOf(Fault.class);
  }

  @Test
  void severalOfAKindAndOnePayloadTypeForTwoAreRefused() {
    assertThatThrownBy(() -> Announcement.parse(GOOD + GOOD.substring(GOOD.indexOf("m="))))
        .hasMessageContaining("several tracks");
    assertThatThrownBy(() -> Announcement.parse(GOOD.replace("97", "96")))
        .hasMessageContaining("one RTP payload type");
    assertThatThrownBy(() -> Announcement.parse("v=0\r\n" + "m=x\r\n".repeat(100)))
        .hasMessageContaining("more than");
  }

  @Test
  void noTextBringsAnythingElseAboutThanAFault() {
    Random random = new Random(1);
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = GOOD.getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < 1 + random.nextInt(10); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String described = Announcement.describe(Announcement.parse(text).tracks());
        assertThat(described).matches("[\\x20-\\x7e\\r\\n]*");
      } catch (Fault e) {
        assertThat(e.kind()).isEqualTo(Fault.Kind.INVALID);
      }
    }
  }
}
