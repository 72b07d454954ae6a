package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * How RTSP is served; the defaults' reasons stand at {@link RtspServer.Options}.
 *
 * @param port the TCP port; 0 for any free one
 * @param udpPort the even UDP port of media, which takes the next one, too; 0 for any two free ones
 * @param connections at once
 * @param idleSeconds that a client may say nothing before it has asked for anything
 */
public record RtspSettings(int port, int udpPort, int connections, int idleSeconds) {
  private static final int LARGEST_PORT = 65_535;

  /**
   * @throws Fault if a number is out of its range
   */
  public RtspSettings {
    require("port", port, 0, LARGEST_PORT);
    require("udpPort", udpPort, 0, LARGEST_PORT);
    require("connections", connections, 1, 1_000_000);
    require("idleSeconds", idleSeconds, 1, 3600);
    if (udpPort % 2 != 0) {
      throw Fault.of(INVALID, "udpPort is " + udpPort, "Give an even one");
    }
  }

  private static void require(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw Fault.of(INVALID, field + " is " + value, "Give " + low + " to " + high);
    }
  }

  public static RtspSettings defaults() {
    return new RtspSettings(
        RtspServer.Options.PORT,
        RtspServer.Options.UDP_PORT,
        RtspServer.Options.CONNECTIONS,
        RtspServer.Options.IDLE_SECONDS);
  }

  /** The same for an address. */
  public RtspServer.Options at(String host) {
    return new RtspServer.Options(host, port, udpPort, connections, idleSeconds);
  }
}
