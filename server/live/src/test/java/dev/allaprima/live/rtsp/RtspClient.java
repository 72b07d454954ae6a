package dev.allaprima.live.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of RTSP by hand, which takes its packets between the messages, and only when asked. */
public final class RtspClient implements AutoCloseable {
  private static final String URL = "rtsp://127.0.0.1/cam";

  /** A packet of a channel. */
  record Packet(int channel, byte[] bytes) {
    int sequence() {
      return ByteBuffer.wrap(bytes).getShort(2) & 0xffff;
    }

    int source() {
      return ByteBuffer.wrap(bytes).getInt(8);
    }

    long time() {
      return ByteBuffer.wrap(bytes).getInt(4) & 0xffff_ffffL;
    }

    /** Whether it holds the parameter sets that are put before a keyframe (RFC 6184). */
    boolean beginsKeyframe() {
      int type = bytes[12] & 31;
      return type == 7 || type == 24 && (bytes[15] & 31) == 7;
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final List<Packet> packets = new ArrayList<>();
  private int asked;
  private String session;

  /** What is received before it is read has so much room; 0 for the system's. */
  public RtspClient(int port, int room) throws IOException {
    if (room > 0) {
      socket.setReceiveBufferSize(room);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /** Sends a request and returns its answer; packets that come before it are kept. */
  public String ask(String method, String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder();
    request.append("%s %s%s RTSP/1.0\r\nCSeq: %d\r\n".formatted(method, URL, path, ++asked));
    if (session != null) {
      request.append("Session: ").append(session).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    send(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    int first = in.readUnsignedByte();
    while (first == '$') {
      packets.add(packet());
      first = in.readUnsignedByte();
    }
    return answer(first);
  }

  /** Announces what is described in SDP and sets its first track up, on the channels 0 and 1. */
  public void announce(String sdp) throws IOException {
    String request =
        "ANNOUNCE %s RTSP/1.0\r\nCSeq: %d\r\nContent-Type: application/sdp\r\n"
                .formatted(URL, ++asked)
            + ("Content-Length: " + sdp.length() + "\r\n\r\n" + sdp);
    send(request.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(answer(in.readUnsignedByte())).startsWith("RTSP/1.0 200");
    String transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1;mode=record";
    assertThat(ask("SETUP", "/streamid=0", transport)).startsWith("RTSP/1.0 200");
  }

  /** Sends a packet on a channel. */
  public void send(int channel, byte[] packet) throws IOException {
    send(new byte[] {'$', (byte) channel, (byte) (packet.length >> 8), (byte) packet.length});
    send(packet);
  }

  private String answer(int first) throws IOException {
    StringBuilder head = new StringBuilder().append((char) first);
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      String[] header = line.split(": ?", 2);
      if (header[0].equalsIgnoreCase("Content-Length")) {
        length = Integer.parseInt(header[1]);
      } else if (header[0].equalsIgnoreCase("Session")) {
        session = header[1].split(";")[0];
      }
    }
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Describes, sets up the video's track and plays; returns what SETUP answered. */
  String play(String transport) throws IOException {
    assertThat(ask("DESCRIBE", "")).startsWith("RTSP/1.0 200");
    String setUp = ask("SETUP", "/streamid=0", "Transport: " + transport);
    assertThat(setUp).startsWith("RTSP/1.0 200");
    assertThat(ask("PLAY", "")).startsWith("RTSP/1.0 200");
    return setUp;
  }

  /** Whether packets of the video have come that {@link #next} has not given yet. */
  boolean hasKept() {
    return packets.stream().anyMatch(packet -> packet.channel() == 0);
  }

  private Packet packet() throws IOException {
    int channel = in.readUnsignedByte();
    return new Packet(channel, in.readNBytes(in.readUnsignedShort()));
  }

  /** The next packet of the video, in the order in which they came. */
  Packet next() throws IOException {
    while (true) {
      if (packets.isEmpty()) {
        assertThat(in.readUnsignedByte()).isEqualTo('$');
        packets.add(packet());
      }
      Packet next = packets.remove(0);
      if (next.channel() == 0) {
        return next;
      }
    }
  }

  /** Whether the server has closed the connection; what has come before that is thrown away. */
  boolean isClosed() throws IOException {
    try {
      while (in.available() > 0) {
        in.skipBytes(in.available());
      }
      socket.setSoTimeout(50);
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (EOFException | SocketException e) {
      return true;
    } finally {
      socket.setSoTimeout(30_000);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
