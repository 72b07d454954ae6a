package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The UDP ports that media may use, both ends included; each connection takes one of them.
 *
 * @param min the lowest, or 0 together with {@code max}: whatever the system gives
 * @param max the highest
 */
public record UdpPorts(int min, int max) {
  /** Whatever the system gives. */
  public static final UdpPorts ANY = new UdpPorts(0, 0);

  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  /**
   * Reads {@code MIN-MAX} or {@code any}.
   *
   * @throws Fault if it is not that, or no range of ports
   */
  public static UdpPorts parse(String text) {
    if (text.equals("any")) {
      return ANY;
    }
    Matcher matcher = RANGE.matcher(text);
    if (matcher.matches()) {
      int min = Integer.parseInt(matcher.group(1));
      int max = Integer.parseInt(matcher.group(2));
      if (min >= 1 && max <= 65535 && max >= min) {
        return new UdpPorts(min, max);
      }
    }
    throw Fault.of(
        INVALID,
        "\"" + text + "\" is no range of UDP ports",
        "Say MIN-MAX, such as 40000-40099; each connection takes one");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return min == 0 ? "any" : min + "-" + max;
  }
}
