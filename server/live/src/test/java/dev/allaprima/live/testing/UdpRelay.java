package dev.allaprima.live.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network between a peer and the server, which can be cut. */
public final class UdpRelay implements AutoCloseable {
  private static final Pattern CANDIDATE =
      Pattern.compile("(a=candidate:\\S+ 1 udp \\d+ 127\\.0\\.0\\.1 )(\\d+)");

  private final DatagramChannel outer;
  private final DatagramChannel inner;
  private final InetSocketAddress server;
  private volatile SocketAddress peer;
  private volatile boolean cut;

  private UdpRelay(int serverPort) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    outer = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    inner = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    start(outer, inner, true);
    start(inner, outer, false);
  }

  /** One to the server's port. */
  public static UdpRelay to(int serverPort) throws IOException {
    return new UdpRelay(serverPort);
  }

  /** The port that the answer names. */
  public static int portOf(String answer) {
    Matcher matcher = CANDIDATE.matcher(answer);
    if (!matcher.find()) {
      throw new AssertionError(answer);
    }
    return Integer.parseInt(matcher.group(2));
  }

  /** The answer with another port, and with no address that leads past it. */
  public static String through(String answer, int port) {
    return CANDIDATE
        .matcher(answer)
        .replaceFirst("$1" + port)
        .replaceAll("a=candidate:(?!\\S+ 1 udp \\d+ 127\\.0\\.0\\.1 )[^\n]*\n", "");
  }

  private void start(DatagramChannel from, DatagramChannel to, boolean inwards) {
    Thread thread = new Thread(() -> relay(from, to, inwards), "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void relay(DatagramChannel from, DatagramChannel to, boolean inwards) {
    ByteBuffer packet = ByteBuffer.allocate(65_536);
    try {
      while (true) {
        packet.clear();
        SocketAddress sender = from.receive(packet);
        packet.flip();
        if (inwards) {
          peer = sender;
        }
        SocketAddress receiver = inwards ? server : peer;
        if (!cut && receiver != null) {
          to.send(packet, receiver);
        }
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  /** The port that the peer is to send to. */
  public int port() throws IOException {
    return ((InetSocketAddress) outer.getLocalAddress()).getPort();
  }

  /** Lets nothing through, or everything again. */
  public void cut(boolean now) {
    cut = now;
  }

  @Override
  public void close() throws IOException {
    outer.close();
    inner.close();
  }
}
