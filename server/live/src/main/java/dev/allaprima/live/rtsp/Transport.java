package dev.allaprima.live.rtsp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way for a track's packets, as a client's Transport header offers it (RFC 2326, section
 * 12.39).
 *
 * @param tcp whether they are interleaved with the messages, or else go by UDP
 * @param rtp the channel, or the client's UDP port, of RTP; -1 if the client leaves it to the
 *     server
 * @param rtcp likewise of RTCP
 */
record Transport(boolean tcp, int rtp, int rtcp) {
  private static final Pattern PAIR = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final int LARGEST_CHANNEL = 255;
  private static final int LARGEST_PORT = 65_535;

  /**
   * The first way in the header that there is here: unicast, by TCP or UDP.
   *
   * @return null if there is none
   */
  static Transport choose(String header) {
    if (header == null) {
      return null;
    }
    for (String offer : header.split(",")) {
      Transport transport = parse(offer.strip().split(";", -1));
      if (transport != null) {
        return transport;
      }
    }
    return null;
  }

  private static Transport parse(String[] parts) {
    boolean tcp = parts[0].equalsIgnoreCase("RTP/AVP/TCP");
    boolean udp = parts[0].equalsIgnoreCase("RTP/AVP") || parts[0].equalsIgnoreCase("RTP/AVP/UDP");
    if (!tcp && !udp) {
      return null;
    }
    String wanted = tcp ? "interleaved=" : "client_port=";
    int largest = tcp ? LARGEST_CHANNEL : LARGEST_PORT;
    Transport transport = tcp ? new Transport(true, -1, -1) : null;
    for (String part : parts) {
      if (part.strip().equalsIgnoreCase("multicast")) {
        return null;
      }
      if (part.strip().startsWith(wanted)) {
        Matcher pair = PAIR.matcher(part.strip().substring(wanted.length()));
        if (!pair.matches()) {
          return null;
        }
        int first = Integer.parseInt(pair.group(1));
        int second = pair.group(2) == null ? first + 1 : Integer.parseInt(pair.group(2));
        if (first > largest || second > largest || first == second || (udp && first == 0)) {
          return null;
        }
        transport = new Transport(tcp, first, second);
      }
    }
    return transport;
  }
}
