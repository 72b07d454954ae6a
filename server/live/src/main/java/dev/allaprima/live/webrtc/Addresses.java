package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** Where on this machine peers are told to send media, as IPv4 addresses. */
public final class Addresses {
  private static final String LOOPBACK = "127.0.0.1";

  /** A machine with many bridges need not try them all. */
  private static final int MOST = 8;

  private Addresses() {}

  /**
   * Where a peer reaches this machine: at the address that its request came to. Where that is the
   * loopback address, at the others too: Firefox and aiortc send nothing to a loopback address, and
   * behind a proxy on this machine the peer is elsewhere.
   *
   * @param announce the address that was set for all peers; null for none
   * @param reachedAt what the request came to
   * @return the best first
   * @throws Fault if it came by IPv6 from another machine
   */
  public static List<String> of(String announce, InetAddress reachedAt) {
    if (announce != null) {
      return List.of(announce);
    }
    if (reachedAt.isLoopbackAddress()) {
      return Stream.concat(Stream.of(LOOPBACK), outer().stream()).limit(MOST).toList();
    }
    if (reachedAt instanceof Inet4Address) {
      return List.of(reachedAt.getHostAddress());
    }
    throw Fault.of(
        UNAVAILABLE,
        "media goes over IPv4 and the request came to " + reachedAt.getHostAddress(),
        "Use the server's IPv4 address, or start it with --announce");
  }

  /** Those of this machine that lead to others. */
  private static List<String> outer() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Addresses::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (SocketException | UncheckedIOException e) {
      // A machine without a network still has itself.
      return List.of();
    }
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
