package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How peers reach the server.
 *
 * @param announce the IPv4 address that peers are told to send media to; null for what {@link
 *     Addresses} finds, which is right unless an address translation lies between
 * @param udpPorts the ports of media; {@code any} unless a firewall or a container has to know them
 * @param iceServers STUN and TURN servers that peers are told of, as in {@code stun:HOST} and
 *     {@code turn:USER:CREDENTIAL@HOST}; none unless peers are behind what lets no UDP through
 */
public record WebRtcSettings(String announce, UdpPorts udpPorts, List<String> iceServers) {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

  /**
   * @throws Fault if the address is none in numbers; a name would have to be looked up. Or if an
   *     ICE server is none
   */
  public WebRtcSettings {
    if (announce != null && !IPV4.matcher(announce).matches()) {
      throw Fault.of(INVALID, "announce is \"" + announce + "\"", "Give an IPv4 address");
    }
    iceServers = List.copyOf(iceServers);
    iceServers.forEach(IceServer::parse);
  }

  /** The ICE servers, each as the value of a {@code Link} header. */
  public List<String> links() {
    return iceServers.stream().map(text -> IceServer.parse(text).link()).toList();
  }

  /** Whatever address and ports there are: right on one network. */
  public static WebRtcSettings defaults() {
    return new WebRtcSettings(null, UdpPorts.ANY, List.of());
  }
}
