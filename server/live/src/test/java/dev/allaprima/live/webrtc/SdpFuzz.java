package dev.allaprima.live.webrtc;

import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Offers, answers and fragments of WHIP and WHEP: refused, or edited as libwebrtc is handed them.
 */
public final class SdpFuzz {
  private static final String REACHED = "192.0.2.1";

  private SdpFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      edit(Sdp.parse(text));
    } catch (Fault e) {
      require(e);
    }
    try {
      IceFragment.parse(text).candidates().forEach(IceFragment::address);
    } catch (Fault e) {
      require(e);
    }
  }

  private static void edit(Sdp sdp) {
    sdp.hasVideo("sendonly", "sendrecv");
    sdp.hasSound("recvonly");
    sdp.ufrag();
    sdp.carrier();
    Sdp edited =
        sdp.onlyCarried()
            .withoutCandidates()
            .withStartBitrate(2500)
            .withCandidates(List.of(REACHED), 9);
    String again = Sdp.parse(edited.sendingOnly().toString()).toString();
    if (again.split("\r\na=candidate:").length > 2) {
      throw new AssertionError("a candidate was left in\n" + again);
    }
    String answer = sdp.reaching(SdpFuzz::reach).toString();
    for (String line : answer.split("\r\n")) {
      if (line.startsWith("a=candidate:") && !line.contains(" " + REACHED + " ")) {
        throw new AssertionError(line);
      }
    }
  }

  private static void reach(String address) {
    if (!address.equals(REACHED)) {
      throw Fault.of(Fault.Kind.INVALID, address + " is not reached", "Leave it out");
    }
  }

  private static void require(Fault e) {
    if (e.kind() != Fault.Kind.INVALID || e.getMessage().contains("\n")) {
      throw e;
    }
  }
}
