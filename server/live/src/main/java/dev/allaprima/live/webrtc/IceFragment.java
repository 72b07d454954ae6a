package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a peer says of its ICE after its offer: a fragment of SDP (RFC 8840, section 9). All media
 * share one transport here, so that it does not matter which one a candidate is named under.
 *
 * @param ufrag names the ICE session that it is about
 * @param candidates those that can be used, each as {@code candidate:…}
 */
record IceFragment(String ufrag, List<String> candidates) {
  private static final String UFRAG = "a=ice-ufrag:";
  private static final String CANDIDATE = "a=candidate:";

  /** No browser has so many addresses; each makes this server send packets to it. */
  static final int MOST = 32;

  /**
   * By UDP to an address in numbers. A name would have to be looked up, and those that browsers
   * make up ({@code .local}) are not known outside of their network; this server has no TCP.
   */
  private static final Pattern USABLE =
      Pattern.compile(
          "a=candidate:[\\w+/]{1,32} [12] (?i:udp) \\d{1,10} "
              + "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*) \\d{1,5} typ [a-z]+"
              + "(?: [\\w+/.:-]+)*");

  /**
   * Reads a fragment.
   *
   * @throws Fault if the text is none, or has too many candidates
   */
  static IceFragment parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
    String ufrag =
        lines.stream()
            .filter(line -> line.startsWith(UFRAG))
            .map(line -> line.substring(UFRAG.length()))
            .findFirst()
            .orElse(null);
    if (ufrag == null || lines.stream().anyMatch(line -> !line.matches("[a-z]=.*"))) {
      throw Fault.of(
          INVALID,
          "the body is no fragment of SDP with an ice-ufrag",
          "Send what RFC 8840, section 9, shows");
    }
    return new IceFragment(ufrag, usable(lines));
  }

  /**
   * The candidates among lines of SDP that can be used, each as {@code candidate:…}.
   *
   * @throws Fault if there are too many, usable or not
   */
  static List<String> usable(List<String> lines) {
    List<String> candidates = lines.stream().filter(line -> line.startsWith(CANDIDATE)).toList();
    if (candidates.size() > MOST) {
      throw tooMany();
    }
    return candidates.stream()
        .filter(line -> USABLE.matcher(line).matches())
        .map(line -> line.substring("a=".length()))
        .toList();
  }

  /** The address, in numbers, of one that can be used. */
  static String address(String candidate) {
    return candidate.split(" ")[4];
  }

  static Fault tooMany() {
    return Fault.of(
        INVALID, "there are too many candidates", "Send " + MOST + " at most in a session");
  }
}
