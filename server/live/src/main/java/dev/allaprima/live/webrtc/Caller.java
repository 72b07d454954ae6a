package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Calls;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Sends streams to peers that this server calls: the offering side of WHIP. Callable from any
 * thread but libwebrtc's own.
 */
public final class Caller implements Calls {
  /** Any: nothing is sent to it. */
  private static final int PORT = 9;

  private final WebRtc rtc;
  private final Hub hub;
  private final String announce;
  private final int patience;

  /**
   * @param announce the IPv4 address that peers are told to send to; null for the one that leads to
   *     them
   * @param patience seconds that a peer has to connect
   */
  public Caller(WebRtc rtc, Hub hub, String announce, int patience) {
    this.rtc = rtc;
    this.hub = hub;
    this.announce = announce;
    this.patience = patience;
  }

  /** One call: an audience of one. */
  private final class Outgoing implements Call {
    private final String stream;
    private final Audience audience;
    private volatile ViewerPeer peer;
    private volatile State lost = State.CONNECTING;

    Outgoing(String stream, String callee) {
      this.stream = stream;
      this.audience = Audience.elsewhere(rtc, callee, () -> lost = State.STREAM_ENDED);
    }

    void begin(Callee callee) {
      hub.attach(stream, audience);
      peer = audience.join(SessionId.make(), () -> lost = State.LOST);
      String answer = callee.answer(peer.offer(addresses(callee.host())));
      peer.connect(answer, callee::check, patience);
    }

    @Override
    public State state() {
      return lost == State.CONNECTING && peer.isConnected() ? State.CONNECTED : lost;
    }

    @Override
    public void close() {
      hub.detach(stream, audience);
      audience.close();
    }
  }

  @Override
  public Call call(String stream, Callee callee) {
    Outgoing call = new Outgoing(stream, callee.describe());
    try {
      call.begin(callee);
      return call;
    } catch (RuntimeException | Error e) {
      call.close();
      throw e;
    }
  }

  /** Where that host reaches this machine. */
  private List<String> addresses(String host) {
    try (DatagramSocket way = new DatagramSocket()) {
      for (InetAddress there : InetAddress.getAllByName(host)) {
        if (there instanceof Inet4Address) {
          way.connect(there, PORT);
          return Addresses.of(announce, way.getLocalAddress());
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      throw noWay(host, e);
    }
    throw noWay(host, null);
  }

  private static Fault noWay(String host, Exception e) {
    return Fault.of(
        UNAVAILABLE,
        "no way by IPv4 leads to \"" + host + "\"",
        "Check its name and the network",
        e);
  }
}
