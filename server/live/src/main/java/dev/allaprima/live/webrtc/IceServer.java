package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A STUN or TURN server for peers that reach this one by no other way. This server has an address
 * that it announces, and uses none itself.
 *
 * @param address by RFC 7064 or RFC 7065
 * @param user null for STUN
 * @param credential null for STUN
 */
record IceServer(String address, String user, String credential) {
  private static final Pattern FORM =
      Pattern.compile(
          "(stuns?|turns?):(?:([^:@\"\\s]+):([^@\"\\\\\\s]+)@)?"
              + "((?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?(?:\\?transport=(?:udp|tcp))?)");

  /**
   * Reads {@code stun:HOST} or {@code turn:USER:CREDENTIAL@HOST?transport=udp}, each with a port or
   * without.
   *
   * @throws Fault if it is neither
   */
  static IceServer parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || matcher.group(1).startsWith("turn") != (matcher.group(2) != null)) {
      // The text itself is not said: it may hold a credential.
      throw Fault.of(
          INVALID,
          "iceServers holds what is no STUN or TURN server",
          "Give stun:HOST:PORT or turn:USER:CREDENTIAL@HOST:PORT?transport=udp");
    }
    return new IceServer(
        matcher.group(1) + ":" + matcher.group(4), matcher.group(2), matcher.group(3));
  }

  /** The value of a {@code Link} header that names it (RFC 9725, section 4.6). */
  String link() {
    String link = "<" + address + ">; rel=\"ice-server\"";
    return user == null
        ? link
        : link
            + "; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                .formatted(user, credential);
  }
}
