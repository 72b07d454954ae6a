package dev.allaprima.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.live.webrtc.TestPeer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** WHIP (RFC 9725) and WHEP as HTTP sees them. */
class WhipHttpTest extends LiveServerFixture {
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  @Test
  void optionsSayWhatIsTaken() {
    for (String address : new String[] {"/whip/cam", "/whep/cam"}) {
      HttpResponse<String> options = http.send("OPTIONS", address, null);
      assertThat(options.statusCode()).isEqualTo(204);
      assertThat(options.headers().firstValue("Accept-Post")).hasValue("application/sdp");
      assertThat(options.headers().firstValue("Allow").orElseThrow()).contains("POST");
      for (String method : new String[] {"GET", "PUT", "DELETE", "PATCH"}) {
        assertProblem(http.send(method, address, null), 405, "cam", "OPTIONS, POST");
      }
      for (String method : new String[] {"GET", "PUT", "POST"}) {
        assertProblem(http.send(method, address + "/x", null), 405, "cam", "DELETE, PATCH");
      }
    }
  }

  @Test
  void answerNamesTheSessionAndTheIceServers() {
    TestPeer peer = kept(TestPeer.publisher(rtc, 320, 180));
    HttpResponse<String> answer = http.postSdp("/whip/cam", peer.offer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/sdp");
    assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/whip/cam/");
    assertThat(answer.headers().firstValue("Accept-Patch")).hasValue(FRAGMENT);
    assertThat(answer.headers().allValues("Link"))
        .containsExactly(
            "<stun:stun.example.net:3478>; rel=\"ice-server\"",
            "<turn:turn.example.net?transport=udp>; rel=\"ice-server\"; username=\"user\"; "
                + "credential=\"secret\"; credential-type=\"password\"");
    // Without ICE restarts there is no entity tag (section 4.3.3).
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void candidatesMayTrickle() {
    TestPeer peer = kept(TestPeer.publisher(rtc, 320, 180));
    String offer = peer.offer();
    HttpResponse<String> answer = http.postSdp("/whip/cam", offer);
    String session = answer.headers().firstValue("Location").orElseThrow();
    String fragment =
        fragment(offer, "candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host generation 0")
            + "a=candidate:2 1 udp 2122260223 1b2c3d4e.local 50001 typ host\r\n"
            + "a=candidate:3 1 tcp 1518280447 192.0.2.9 9 typ host tcptype active\r\n"
            + "a=end-of-candidates\r\n";
    assertThat(patch(session, fragment).statusCode()).isEqualTo(204);
    peer.connect(answer.body());
    TestPeer viewer = TestPeer.viewer(rtc);
    String wanted = kept(viewer).offer();
    HttpResponse<String> shown = http.postSdp("/whep/cam", wanted);
    String watching = shown.headers().firstValue("Location").orElseThrow();
    String candidate = "candidate:1 1 udp 2122260223 127.0.0.1 50002 typ host";
    assertThat(patch(watching, fragment(wanted, candidate)).statusCode()).isEqualTo(204);
    viewer.connect(shown.body()).awaitPicture(NEGATIVE);

    String other = fragment.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:abcd");
    assertProblem(patch(session, other), 422, "ICE");
    assertProblem(patch(session, "a=candidate:1"), 400, "ice-ufrag");
    assertProblem(patch(session, "hello"), 400, "fragment");
    String many = fragment(offer, candidate) + ("a=" + candidate + "\r\n").repeat(40);
    assertProblem(patch(session, many), 400, "candidates");
    assertProblem(patch("/whip/cam/x", fragment), 404, "session");
    assertProblem(patch("/whep/cam/x", fragment), 404, "session");
    assertProblem(patch("/whep/none/x", fragment), 404);
    assertProblem(http.send("PATCH", session, fragment, "Content-Type", "application/sdp"), 415);
    viewer.awaitPicture(NEGATIVE);
  }

  private static HttpResponse<String> patch(String session, String fragment) {
    return http.send("PATCH", session, fragment, "Content-Type", FRAGMENT);
  }

  private static String fragment(String offer, String candidate) {
    return line(offer, "a=ice-ufrag:")
        + line(offer, "a=ice-pwd:")
        + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na="
        + candidate
        + "\r\n";
  }

  private static String line(String offer, String attribute) {
    return offer.lines().filter(it -> it.startsWith(attribute)).findFirst().orElseThrow() + "\r\n";
  }
}
