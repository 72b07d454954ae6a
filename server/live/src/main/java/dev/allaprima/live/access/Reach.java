package dev.allaprima.live.access;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Which machines this server may be told to fetch from or to send to. Those of the internet; not
 * this machine, its neighbours, or a cloud's own services, to which a stranger's request must not
 * be passed on, unless the configuration names them.
 *
 * @param allowed hosts, as an address would name them ({@code camera.local}), and blocks of
 *     addresses ({@code 192.168.1.0/24}) that may be reached although they are private; none by
 *     default
 */
public record Reach(List<String> allowed) {
  /** The internet alone. */
  public static final Reach PUBLIC = new Reach(List.of());

  /**
   * @throws Fault if one of them is neither
   */
  public Reach {
    allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    allowed.stream().filter(host -> host.contains("/")).forEach(Block::of);
  }

  /** Addresses that begin with the same bits (RFC 4632). */
  private record Block(byte[] address, int bits) {
    static Block of(String text) {
      String[] parts = text.split("/", 2);
      try {
        // A name would be looked up.
        if (parts[0].matches("[0-9a-f.:]+")) {
          byte[] address = InetAddress.getByName(parts[0]).getAddress();
          int bits = Integer.parseInt(parts[1]);
          if (bits >= 0 && bits <= address.length * 8) {
            return new Block(address, bits);
          }
        }
      } catch (UnknownHostException | NumberFormatException e) {
        // Said below.
      }
      throw Fault.of(
          INVALID,
          "allowed holds \"" + text + "\", which is no block of addresses",
          "Write it as 192.168.1.0/24");
    }

    boolean holds(InetAddress other) {
      byte[] bytes = other.getAddress();
      if (bytes.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if (((bytes[bit / 8] ^ address[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Checks that a host may be reached: every address that its name has now.
   *
   * @param host a name, or an address without brackets
   * @throws Fault if it is unknown or forbidden
   */
  public void check(String host) {
    if (allowed.contains(host.toLowerCase(Locale.ROOT))) {
      return;
    }
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw Fault.of(INVALID, "host \"" + host + "\" is not known", "Check how it is written", e);
    }
    for (InetAddress address : addresses) {
      if (isPrivate(address) && !isAllowed(address)) {
        throw Fault.of(
            INVALID,
            "host \"" + host + "\" is on a private network, which this server does not reach",
            "Name it in the configuration, under reach.allowed");
      }
    }
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream()
        .filter(host -> host.contains("/"))
        .anyMatch(block -> Block.of(block).holds(address));
  }

  /** Whether an address is not one of a machine on the internet (RFC 6890). */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 255;
    int second = bytes[1] & 255;
    boolean special =
        bytes.length == 4
            // This network; shared by a provider's customers; protocols; benchmarks; reserved.
            ? first == 0
                || first == 100 && second >= 64 && second < 128
                || first == 192 && second == 0 && bytes[2] == 0
                || first == 198 && (second == 18 || second == 19)
                || first >= 240
            // Unique local; translated from IPv4; in Teredo and 6to4 there are IPv4 addresses.
            : (first & 0xfe) == 0xfc
                || first == 0 && second == 0x64
                || first == 0x20 && (second == 0x02 || second == 0x01 && bytes[2] == 0);
    return special
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }
}
