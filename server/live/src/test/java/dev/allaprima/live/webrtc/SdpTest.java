package dev.allaprima.live.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SdpTest {
  private static final String OFFER =
      """
      v=0
      o=- 1 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 0.0.0.0
      a=mid:0
      a=sendonly
      a=rtpmap:111 opus/48000/2
      m=video 4000 UDP/TLS/RTP/SAVPF 98 99 96 97
      c=IN IP4 192.0.2.2
      a=candidate:1 1 udp 2113937151 192.0.2.2 4000 typ host generation 0
      a=candidate:2 1 udp 2113942271 fd00::2 4001 typ host generation 0
      a=candidate:3 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active
      a=end-of-candidates
      a=mid:1
      a=extmap:3 urn:3gpp:video-orientation
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=sendonly
      a=rtpmap:98 VP9/90000
      a=fmtp:98 profile-id=0
      a=rtpmap:99 rtx/90000
      a=fmtp:99 apt=98
      a=rtpmap:96 VP8/90000
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      """;

  private final Sdp offer = Sdp.parse(OFFER);

  @Test
  void unchangedTextComesBackWithItsLineEnds() {
    assertThat(offer.toString()).isEqualTo(OFFER.replace("\n", "\r\n"));
    assertThat(Sdp.parse(offer.toString()).toString()).isEqualTo(offer.toString());
  }

  @Test
  void onlyAddressesThatMayBeReachedAreLeft() {
    Consumer<String> reach =
        address -> {
          if (!address.equals("192.0.2.2")) {
            throw Fault.of(Fault.Kind.INVALID, address + " is private", "Leave it");
          }
        };
    String left = offer.reaching(reach).toString();
    assertThat(left).contains("192.0.2.2 4000 typ host").doesNotContain("fd00::2", " tcp ");
    assertThat(left).contains("a=end-of-candidates");
    for (String text :
        new String[] {
          OFFER.replace("192.0.2.2 4000 typ", "10.0.0.1 4000 typ"),
          OFFER.replace("192.0.2.2 4000 typ", "camera.local 4000 typ"),
          OFFER.replaceAll("a=candidate.*\n", ""),
          OFFER + "a=candidate:1 1 udp 1 192.0.2.2 4000 typ host\n".repeat(100)
        }) {
      assertThatThrownBy(() -> Sdp.parse(text).reaching(reach)).isInstanceOf(Fault.class);
    }
  }

  @Test
  void whatOffersToSendOnlyReceivesNothing() {
    String text = OFFER.replace("a=sendonly", "a=sendrecv");
    assertThat(Sdp.parse(text).sendingOnly().toString()).isEqualTo(offer.toString());
  }

  @Test
  void otherTextIsNotSdp() {
    for (String text :
        new String[] {"", "\n", "hello", "v=1\n", "m=video\n", "v=0\n{}", "{\"a\":1}"}) {
      assertThatThrownBy(() -> Sdp.parse(text))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("not SDP")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void directionOfEachIsKnown() {
    assertThat(offer.hasSound("sendonly")).isTrue();
    assertThat(offer.hasSound("recvonly")).isFalse();
    String withoutPort = OFFER.replace("m=audio 9 ", "m=audio 0 ");
    assertThat(Sdp.parse(withoutPort).hasSound("sendonly")).isFalse();
    // As Firefox offers what is to share the picture's port.
    Sdp sharing = Sdp.parse(withoutPort.replace("a=mid:0", "a=mid:0\na=bundle-only"));
    assertThat(sharing.hasSound("sendonly")).isTrue();
    assertThat(sharing.carrier()).isEqualTo(1);
    assertThat(offer.hasVideo("sendonly", "sendrecv")).isTrue();
    assertThat(offer.hasVideo("recvonly", "sendrecv")).isFalse();
    Sdp both = Sdp.parse(OFFER.replace("a=sendonly\n", ""));
    assertThat(both.hasVideo("recvonly", "sendrecv")).isTrue();
    assertThat(Sdp.parse("v=0\n").hasVideo("sendrecv")).isFalse();
  }

  @Test
  void onlyTheFirstOfEachKindStaysActive() {
    Sdp more = Sdp.parse(OFFER + "m=video 9 RTP/SAVPF 96\na=sendonly\nm=audio 9 RTP/SAVPF 0\n");
    String edited = more.onlyCarried().toString();
    String added = edited.substring(offer.toString().length());
    assertThat(edited).startsWith(offer.toString());
    assertThat(added)
        .isEqualTo(
            "m=video 9 RTP/SAVPF 96\r\na=inactive\r\nm=audio 9 RTP/SAVPF 0\r\na=inactive\r\n");
  }

  @Test
  void candidatesAndExtensionsAreLeftOut() {
    String edited =
        offer.withoutCandidates().withoutExtension("urn:3gpp:video-orientation").toString();
    assertThat(edited).doesNotContain("candidate").doesNotContain("3gpp").contains("sdes:mid");
  }

  @Test
  void codecsBeginAtTheStartBitrate() {
    assertThat(offer.withStartBitrate(2500).toString())
        .contains("a=fmtp:98 profile-id=0;x-google-start-bitrate=2500\r\n")
        .contains("a=fmtp:96 x-google-start-bitrate=2500\r\n")
        .contains("a=fmtp:97 apt=96\r\n")
        .contains("a=fmtp:99 apt=98\r\n");
  }

  @Test
  void candidatesStandInTheFirstSectionThatIsTaken() {
    List<String> addresses = List.of("203.0.113.7", "192.0.2.9");
    String candidates =
        "a=candidate:1 1 udp 2130706431 203.0.113.7 5000 typ host\r\n"
            + "a=candidate:2 1 udp 2130706175 192.0.2.9 5000 typ host\r\n"
            + "a=end-of-candidates\r\n";
    String edited = offer.withoutCandidates().withCandidates(addresses, 5000).toString();
    String audio = edited.substring(edited.indexOf("m=audio"), edited.indexOf("m=video"));
    String video = edited.substring(edited.indexOf("m=video"));
    assertThat(audio)
        .startsWith("m=audio 5000 UDP")
        .contains("c=IN IP4 203.0.113.7\r\n")
        .endsWith(candidates);
    assertThat(video).contains("c=IN IP4 203.0.113.7\r\n").doesNotContain("candidate");

    Sdp withoutAudio = Sdp.parse(OFFER.replace("m=audio 9 ", "m=audio 0 ")).withoutCandidates();
    assertThat(withoutAudio.withCandidates(addresses, 5000).toString())
        .contains("m=audio 0 ")
        .contains("m=video 5000 ")
        .endsWith(candidates);
  }

  @Test
  void refusedVideoIsSeenInTheAnswer() {
    assertThat(offer.answersVideo()).isSameAs(offer);
    for (String refused :
        new String[] {
          OFFER.replace("m=video 4000", "m=video 0"),
          OFFER.replaceAll("(?s)m=video.*", ""),
          OFFER.replace("a=sendonly", "a=inactive")
        }) {
      assertThatThrownBy(() -> Sdp.parse(refused).answersVideo())
          .isInstanceOf(Fault.class)
          .hasMessageContaining("codec");
    }
  }
}
