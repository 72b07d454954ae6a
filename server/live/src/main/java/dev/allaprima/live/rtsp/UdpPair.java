package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.models.Fault;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's two UDP ports, an even one for RTP and the next for RTCP, which all its sessions
 * share: a firewall has two ports to open. Who a packet is from says which session it is of.
 */
final class UdpPair implements AutoCloseable {
  /** A keyframe comes in one burst. The system may allow less. */
  private static final int BUFFER = 2 << 20;

  private static final int TRIES = 50;

  private final Map<InetSocketAddress, Way.Receiver> receivers = new ConcurrentHashMap<>();
  private final Channel rtp;
  private final Channel rtcp;

  private UdpPair(Channel rtp, Channel rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /**
   * Binds the two.
   *
   * @param port of RTP, even; 0 for any two
   * @throws Fault if they are taken
   */
  static UdpPair bind(EventLoop loop, String host, int port) {
    for (int i = 0; i < (port == 0 ? TRIES : 1); i++) {
      UdpPair[] pair = new UdpPair[1];
      Channel first = bind(loop, host, port, false, pair);
      if (first == null) {
        break;
      }
      int even = port(first);
      Channel second = even % 2 == 0 ? bind(loop, host, even + 1, true, pair) : null;
      if (second != null) {
        pair[0] = new UdpPair(first, second);
        return pair[0];
      }
      first.close().syncUninterruptibly();
    }
    throw Fault.of(
        UNAVAILABLE,
        "the UDP ports " + port + " and " + (port + 1) + " of RTSP's media cannot be had",
        "Name an even one with --rtsp-udp-port such that it and the next are free");
  }

  private static int port(Channel channel) {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private static Channel bind(
      EventLoop loop, String host, int port, boolean isRtcp, UdpPair[] pair) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, BUFFER)
            .option(ChannelOption.SO_SNDBUF, BUFFER)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(PacketIo.LARGEST))
            .handler(
                new SimpleChannelInboundHandler<DatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DatagramPacket packet) {
                    if (pair[0] != null) {
                      pair[0].received(isRtcp, packet);
                    }
                  }

                  @Override
                  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    // Such as an ICMP message that a player has closed its port; its session ends
                    // by its timeout.
                  }
                });
    try {
      return bootstrap.bind(host, port).sync().channel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (Exception e) {
      if (e instanceof BindException) {
        return null;
      }
      throw e;
    }
  }

  private void received(boolean isRtcp, DatagramPacket packet) {
    Way.Receiver receiver = receivers.get(packet.sender());
    if (receiver != null) {
      receiver.packet(isRtcp, packet.content());
    }
  }

  /**
   * Opens the way to a client's two ports.
   *
   * @param receiver called on the pair's event loop
   * @return null if another session has one of those ports
   */
  Way open(InetSocketAddress clientRtp, InetSocketAddress clientRtcp, Way.Receiver receiver) {
    if (receivers.putIfAbsent(clientRtp, receiver) != null) {
      return null;
    }
    if (receivers.putIfAbsent(clientRtcp, receiver) != null) {
      receivers.remove(clientRtp);
      return null;
    }
    return new Way() {
      @Override
      public void send(boolean isRtcp, ByteBuf packet) {
        Channel channel = isRtcp ? rtcp : rtp;
        channel.write(new DatagramPacket(packet, isRtcp ? clientRtcp : clientRtp));
      }

      @Override
      public void flush() {
        rtp.flush();
        rtcp.flush();
      }

      @Override
      public String describe() {
        return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
            .formatted(clientRtp.getPort(), clientRtcp.getPort(), port(rtp), port(rtcp));
      }

      @Override
      public boolean isOrdered() {
        return false;
      }

      @Override
      public void close() {
        receivers.remove(clientRtp, receiver);
        receivers.remove(clientRtcp, receiver);
      }
    };
  }

  @Override
  public void close() {
    rtp.close().syncUninterruptibly();
    rtcp.close().syncUninterruptibly();
  }
}
