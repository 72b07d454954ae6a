package dev.allaprima.live;

import dev.allaprima.live.rtsp.RtspServer;
import dev.allaprima.live.webrtc.UdpPorts;
import java.nio.file.Path;

/**
 * What a server is told at its start.
 *
 * @param host the address that HTTP listens on
 * @param port the TCP port of HTTP; 0 for any free one
 * @param announce the IPv4 address that peers are told to send media to; null for the one that
 *     their request came to, which is right unless an address translation lies between
 * @param udpPorts the ports of media
 * @param style the style of publishers who name none; null for the catalogue's first
 * @param folder where files that are painted are kept, in a folder of their own
 * @param limits what the server takes on at most
 * @param rtsp how RTSP listens
 */
public record Settings(
    String host,
    int port,
    String announce,
    UdpPorts udpPorts,
    String style,
    Path folder,
    Limits limits,
    RtspServer.Options rtsp) {

  /**
   * What a server takes on at most.
   *
   * @param streams published at once: the painter is one, and each stream gets its share
   * @param viewers of all streams together: each has an encoder of its own, which takes a tenth of
   *     a core at 360p and a third at 720p
   * @param pixels of a frame: what a network holds in memory grows with it
   * @param connectSeconds until a peer that was answered must have connected
   * @param graceSeconds how long a stream whose publisher is gone waits for the next one
   */
  public record Limits(int streams, int viewers, int pixels, int connectSeconds, int graceSeconds) {
    public static final int STREAMS = 8;
    public static final int VIEWERS = 16;

    /** 1080p, with the rows that codecs add; a full-width network then needs about 2 GB. */
    public static final int PIXELS = 1920 * 1088;

    public static final int CONNECT_SECONDS = 15;

    /** A page that is loaded anew, or a telephone that changes its network, is back by then. */
    public static final int GRACE_SECONDS = 30;

    /** The defaults with those two changed, which the command line offers. */
    public static Limits of(int streams, int viewers) {
      return new Limits(streams, viewers, PIXELS, CONNECT_SECONDS, GRACE_SECONDS);
    }
  }
}
