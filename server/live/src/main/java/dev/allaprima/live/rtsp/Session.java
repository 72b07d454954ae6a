package dev.allaprima.live.rtsp;

import io.netty.buffer.ByteBuf;

/** What a client sets up on its connection. On the connection's event loop. */
interface Session {
  /** Which of its tracks has that address; -1 for none. */
  int track(String address);

  /** Whether that track is set up already. */
  boolean hasWay(int track);

  /** Gives the track its way, which is closed with the session. */
  void setUp(int track, Way way);

  /**
   * Takes a packet from the client.
   *
   * @param packet borrowed
   */
  void received(int track, boolean rtcp, ByteBuf packet);

  /** What the answer to SETUP says of it beside the way. */
  String mode();

  /**
   * Ends it.
   *
   * @param leaving whether the client has said so, or else is lost
   */
  void close(boolean leaving);
}
