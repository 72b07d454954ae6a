package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.access.Tokens;
import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.rtsp.RtspDecoder;
import io.netty.handler.codec.rtsp.RtspEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Listens for RTSP. It is started once and closed once. */
public final class RtspServer implements AutoCloseable {
  /**
   * How it listens.
   *
   * @param host the address of all its ports
   * @param port of RTSP; 0 for any free one
   * @param udpPort of media by UDP, even, the next one of its RTCP; 0 for any two free ones
   * @param connections at once; one beyond them is closed at once
   * @param idleSeconds after which a connection that set nothing up is closed
   */
  public record Options(String host, int port, int udpPort, int connections, int idleSeconds) {
    /** The port that players try: 554, RTSP's own, is not for servers without privileges. */
    public static final int PORT = 8554;

    public static final int UDP_PORT = 8000;

    /** Each holds a socket and some kilobytes; players are limited by the streams' viewers. */
    public static final int CONNECTIONS = 256;

    /** Clients send their requests within a second. */
    public static final int IDLE_SECONDS = 15;

    private static final int LARGEST_PORT = 65_535;

    /**
     * The defaults on those ports.
     *
     * @throws Fault if one is no such port
     */
    public static Options of(String host, int port, int udpPort) {
      if (port < 0 || port > LARGEST_PORT) {
        throw Fault.of(INVALID, "the port of RTSP is " + port, "Give 0 to 65535");
      }
      if (udpPort < 0 || udpPort > LARGEST_PORT || udpPort % 2 != 0) {
        throw Fault.of(
            INVALID, "the UDP port of RTSP's media is " + udpPort, "Give an even one to 65534");
      }
      return new Options(host, port, udpPort, CONNECTIONS, IDLE_SECONDS);
    }
  }

  /**
   * What happened to players since the server's start.
   *
   * @param droppedPackets that slow ones did not get
   * @param slowPlayers that were closed because they read nothing
   */
  record Counters(LongAdder droppedPackets, LongAdder slowPlayers) {}

  /**
   * How it stands.
   *
   * @param connections that there are
   * @param droppedPackets that slow players did not get, since the start
   * @param slowPlayers that were closed because they read nothing, since the start
   */
  public record Figures(int connections, long droppedPackets, long slowPlayers) {}

  /** For so long nothing may be heard of a client that has set something up. */
  static final int TIMEOUT_SECONDS = 60;

  /** Packing RTP for players is little work. */
  private static final int LOOPS = 2;

  /** A second and a half of 5 Mbit/s: a player that is further behind is too slow. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final Hub hub;
  private final Options options;
  private final Tokens tokens;
  private final LongSupplier clock;
  private final SecureRandom random = new SecureRandom();
  private final Counters counters = new Counters(new LongAdder(), new LongAdder());
  private final PacketIo io = new PacketIo();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(new DefaultThreadFactory("rtsp-work", true));
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          LOOPS, new DefaultThreadFactory("rtsp", true), NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final UdpPair udp;
  private final Channel listener;

  private RtspServer(Hub hub, Options options, Tokens tokens, LongSupplier clock) {
    this.hub = hub;
    this.options = options;
    this.tokens = tokens;
    this.clock = clock;
    UdpPair pair = null;
    try {
      pair = UdpPair.bind(loops.next(), options.host(), options.udpPort());
      udp = pair;
      listener = listen();
    } catch (RuntimeException | Error e) {
      if (pair != null) {
        pair.close();
      }
      free();
      throw e;
    }
  }

  /**
   * Starts a server, which listens when this returns.
   *
   * @param tokens that clients need, as their passwords
   * @throws Fault if a port cannot be listened on
   */
  public static RtspServer start(Hub hub, Options options, Tokens tokens) {
    return start(hub, options, tokens, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param clock nanoseconds, of which only differences count
   */
  static RtspServer start(Hub hub, Options options, Tokens tokens, LongSupplier clock) {
    return new RtspServer(hub, options, tokens, clock);
  }

  private Channel listen() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connected(channel);
                  }
                });
    var bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw Fault.of(
          UNAVAILABLE,
          "RTSP cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + " ("
              + bound.cause().getMessage()
              + ")",
          "Name a free one with --rtsp-port",
          bound.cause());
    }
    return bound.channel();
  }

  private void connected(SocketChannel channel) {
    if (connections.size() >= options.connections()) {
      channel.close();
      return;
    }
    connections.add(channel);
    RtspFramer framer = new RtspFramer();
    channel.pipeline().addLast(framer);
    ChannelHandlerContext context = channel.pipeline().context(framer);
    channel
        .pipeline()
        .addLast(
            new RtspEncoder(),
            new RtspDecoder(2048, RtspFramer.LONGEST_HEAD, Announcement.LONGEST),
            new HttpObjectAggregator(Announcement.LONGEST),
            new RtspConnection(this, context, secret(), secret()));
  }

  private String secret() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The port that RTSP listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Called from any thread. */
  public Figures figures() {
    return new Figures(
        connections.size(), counters.droppedPackets().sum(), counters.slowPlayers().sum());
  }

  Hub hub() {
    return hub;
  }

  PacketIo io() {
    return io;
  }

  UdpPair udp() {
    return udp;
  }

  ExecutorService workers() {
    return workers;
  }

  ChannelGroup connections() {
    return connections;
  }

  Counters counters() {
    return counters;
  }

  LongSupplier clock() {
    return clock;
  }

  Tokens tokens() {
    return tokens;
  }

  int idleSeconds() {
    return options.idleSeconds();
  }

  /** Ends every session, and waits until the hub has closed those who published. */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    connections.close().syncUninterruptibly();
    udp.close();
    free();
  }

  private void free() {
    workers.shutdown();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    io.close();
  }
}
