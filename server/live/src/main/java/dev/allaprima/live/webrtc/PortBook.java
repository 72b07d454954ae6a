package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives each connection a UDP port of its own. libwebrtc would choose one itself, but tells it only
 * together with an address of the network that leads to the internet: on a machine without one it
 * would never say where it listens.
 */
final class PortBook {
  private final UdpPorts ports;
  // Guarded by this.
  private final Set<Integer> taken = new HashSet<>();

  PortBook(UdpPorts ports) {
    this.ports = ports;
  }

  /**
   * Returns a port that is free now, for a caller who gives it back.
   *
   * @throws Fault if there is none
   */
  synchronized int take() {
    for (int port = ports.min(); port <= ports.max(); port++) {
      int free = taken.contains(port) ? -1 : bindable(port);
      if (free > 0 && taken.add(free)) {
        return free;
      }
    }
    throw noneFree();
  }

  synchronized void giveBack(int port) {
    taken.remove(port);
  }

  /**
   * Checks that libwebrtc, which reports no failure, has bound the port.
   *
   * @throws Fault if it has not: somebody else was faster
   */
  static void requireBound(int port) {
    if (bindable(port) > 0) {
      throw noneFree();
    }
  }

  private static Fault noneFree() {
    return Fault.of(
        UNAVAILABLE,
        "no UDP port is free for another connection",
        "End other streams or viewers, or widen --udp-ports");
  }

  /** The port if it can be bound, any that can if it is 0; -1 if not. */
  private static int bindable(int port) {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.bind(new InetSocketAddress(port));
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      return -1;
    }
  }
}
