package dev.allaprima.live.rtsp;

import dev.allaprima.live.access.Role;
import dev.allaprima.models.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.rtsp.RtspHeaderNames;
import io.netty.handler.codec.rtsp.RtspResponseStatuses;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: what it asks is answered in order, one after another. On its event loop;
 * what may have to wait is done on another thread, while what comes next is kept.
 */
final class RtspConnection extends SimpleChannelInboundHandler<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);
  private static final String METHODS =
      "OPTIONS, ANNOUNCE, DESCRIBE, SETUP, RECORD, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER,"
          + " TEARDOWN";

  /** A client that sends so many before it reads an answer is no player. */
  private static final int MOST_WAITING = 16;

  /** Clients try once without credentials and once with. */
  private static final int MOST_REFUSED = 4;

  private record Channel(int track, boolean rtcp) {}

  private final RtspServer server;
  private final ChannelHandlerContext framer;
  private final String id;
  private final Authentication authentication;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private final Map<Integer, Channel> channels = new HashMap<>();
  private boolean busy;
  private Session session;
  private long heardNanos = System.nanoTime();
  private int refused;
  private ScheduledFuture<?> timer;

  /**
   * @param framer the context of the framer on the same connection
   * @param id of the session that the client will set up, which nobody else guesses
   * @param nonce of its authentication, likewise
   */
  RtspConnection(RtspServer server, ChannelHandlerContext framer, String id, String nonce) {
    this.server = server;
    this.framer = framer;
    this.id = id;
    this.authentication = new Authentication(server.tokens(), nonce);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    heardNanos = System.nanoTime();
    if (message instanceof RtspFramer.Interleaved interleaved) {
      try {
        Channel channel = channels.get(interleaved.channel());
        if (channel != null && session != null) {
          session.received(channel.track(), channel.rtcp(), interleaved.packet());
        }
      } finally {
        interleaved.packet().release();
      }
    } else if (message instanceof FullHttpRequest request) {
      if (waiting.size() == MOST_WAITING) {
        context.close();
        return;
      }
      waiting.add(request.retain());
      next(context);
    }
  }

  private void next(ChannelHandlerContext context) {
    while (!busy && !waiting.isEmpty() && context.channel().isActive()) {
      FullHttpRequest request = waiting.remove();
      try {
        FullHttpResponse response = serve(context, request);
        if (response != null) {
          context.writeAndFlush(response);
        }
      } catch (Fault e) {
        context.writeAndFlush(Answers.fault(request, e));
      } finally {
        request.release();
      }
    }
  }

  /** The answer; null if it is given later. */
  private FullHttpResponse serve(ChannelHandlerContext context, FullHttpRequest request) {
    String cseq = request.headers().get(RtspHeaderNames.CSEQ);
    if (request.decoderResult().isFailure() || cseq == null || !cseq.matches("\\d{1,10}")) {
      return Answers.status(request, RtspResponseStatuses.BAD_REQUEST);
    }
    String named = request.headers().get(RtspHeaderNames.SESSION);
    if (named != null && (session == null || !named.split(";", 2)[0].strip().equals(id))) {
      return Answers.status(request, RtspResponseStatuses.SESSION_NOT_FOUND);
    }
    return switch (request.method().name()) {
      case "OPTIONS" -> methods(Answers.ok(request), RtspHeaderNames.PUBLIC);
      case "ANNOUNCE" -> announce(context, request);
      case "DESCRIBE" -> describe(context, request);
      case "SETUP" -> setUp(context, request);
      case "RECORD" -> record(context, request);
      case "PLAY" -> play(context, request);
      case "PAUSE" -> pause(context, request);
      // There are no parameters: clients ask for them to keep the session alive.
      case "GET_PARAMETER", "SET_PARAMETER" -> withSession(Answers.ok(request));
      case "TEARDOWN" -> {
        endSession(true);
        yield Answers.ok(request);
      }
      default ->
          methods(
              Answers.status(request, RtspResponseStatuses.METHOD_NOT_ALLOWED),
              RtspHeaderNames.ALLOW);
    };
  }

  private static FullHttpResponse methods(FullHttpResponse response, AsciiString header) {
    response.headers().set(header, METHODS);
    return response;
  }

  private FullHttpResponse announce(ChannelHandlerContext context, FullHttpRequest request) {
    if (!allowed(Role.PUBLISH, request)) {
      return unauthorized(context, request);
    }
    if (session != null) {
      return Answers.wrongState(request, "there is a session already");
    }
    RtspUrl url = RtspUrl.parse(request.uri());
    Announcement announcement =
        Announcement.parse(request.content().toString(StandardCharsets.UTF_8));
    session = new RecordSession(url, announcement, remote(context).getAddress().getHostAddress());
    return Answers.ok(request);
  }

  private FullHttpResponse describe(ChannelHandlerContext context, FullHttpRequest request) {
    if (!allowed(Role.VIEW, request)) {
      return unauthorized(context, request);
    }
    if (session != null) {
      return Answers.wrongState(request, "there is a session already");
    }
    RtspUrl url = RtspUrl.parse(request.uri());
    PlaySession playing =
        new PlaySession(server, url, remote(context).getAddress().getHostAddress());
    session = playing;
    later(
        context,
        request,
        () -> {
          String sdp = playing.describe();
          FullHttpResponse response =
              Answers.body(request, RtspResponseStatuses.OK, "application/sdp", sdp);
          response.headers().set(RtspHeaderNames.CONTENT_BASE, url.base() + "/");
          return response;
        },
        response -> {
          if (response.status().code() != 200) {
            endSession(false);
          }
        });
    return null;
  }

  /** What is allowed once is allowed to the session, which is the connection's alone. */
  private boolean allowed(Role needed, FullHttpRequest request) {
    String header = request.headers().get(RtspHeaderNames.AUTHORIZATION);
    return authentication.allows(needed, request.method().name(), header);
  }

  private FullHttpResponse unauthorized(ChannelHandlerContext context, FullHttpRequest request) {
    FullHttpResponse response = Answers.status(request, RtspResponseStatuses.UNAUTHORIZED);
    response.headers().set(RtspHeaderNames.WWW_AUTHENTICATE, authentication.challenges());
    if (++refused > MOST_REFUSED) {
      context.executor().execute(context::close);
    }
    return response;
  }

  private FullHttpResponse setUp(ChannelHandlerContext context, FullHttpRequest request) {
    if (session == null) {
      return Answers.wrongState(request, "nothing is announced or described");
    }
    int track = session.track(request.uri());
    if (track < 0) {
      return Answers.status(request, RtspResponseStatuses.NOT_FOUND);
    }
    if (session.hasWay(track)) {
      return Answers.wrongState(request, "the track is set up already");
    }
    Transport wanted = Transport.choose(request.headers().get(RtspHeaderNames.TRANSPORT));
    Way way = wanted == null ? null : way(context, track, wanted);
    if (way == null) {
      return Answers.status(request, RtspResponseStatuses.UNSUPPORTED_TRANSPORT);
    }
    session.setUp(track, way);
    FullHttpResponse response = Answers.ok(request);
    response.headers().set(RtspHeaderNames.TRANSPORT, way.describe() + session.mode());
    return withSession(response);
  }

  /** The way that is asked for; null if another has its channels or ports. */
  private Way way(ChannelHandlerContext context, int track, Transport wanted) {
    if (!wanted.tcp()) {
      InetSocketAddress client = remote(context);
      Session mine = session;
      return server
          .udp()
          .open(
              new InetSocketAddress(client.getAddress(), wanted.rtp()),
              new InetSocketAddress(client.getAddress(), wanted.rtcp()),
              (rtcp, packet) ->
                  context.executor().execute(heard(mine, track, rtcp, packet.retain())));
    }
    int rtp = wanted.rtp() >= 0 ? wanted.rtp() : 2 * track;
    int rtcp = wanted.rtp() >= 0 ? wanted.rtcp() : rtp + 1;
    if (channels.containsKey(rtp) || channels.containsKey(rtcp)) {
      return null;
    }
    channels.put(rtp, new Channel(track, false));
    channels.put(rtcp, new Channel(track, true));
    Runnable onClose = () -> channels.keySet().removeAll(List.of(rtp, rtcp));
    return new Way.Interleaved(framer, rtp, rtcp, onClose);
  }

  private Runnable heard(Session of, int track, boolean rtcp, ByteBuf packet) {
    return () -> {
      try {
        heardNanos = System.nanoTime();
        if (of == session) {
          of.received(track, rtcp, packet);
        }
      } finally {
        packet.release();
      }
    };
  }

  private FullHttpResponse record(ChannelHandlerContext context, FullHttpRequest request) {
    if (!(session instanceof RecordSession recording) || recording.isRecording()) {
      return Answers.wrongState(request, "nothing is announced, or it is being recorded already");
    }
    Runnable onEnd = () -> context.executor().execute(context::close);
    later(
        context,
        request,
        () -> {
          recording.start(server.hub(), server.io(), onEnd);
          return Answers.ok(request);
        },
        response -> {});
    return null;
  }

  private FullHttpResponse play(ChannelHandlerContext context, FullHttpRequest request) {
    if (!(session instanceof PlaySession playing) || !playing.isSetUp()) {
      return Answers.wrongState(request, "nothing is described and set up");
    }
    later(
        context,
        request,
        () -> {
          playing.play(context.channel());
          FullHttpResponse response = Answers.ok(request);
          response.headers().set(RtspHeaderNames.RANGE, "npt=now-");
          return response;
        },
        response -> {});
    return null;
  }

  private FullHttpResponse pause(ChannelHandlerContext context, FullHttpRequest request) {
    if (!(session instanceof PlaySession playing) || !playing.isSetUp()) {
      return Answers.wrongState(request, "nothing is playing");
    }
    later(
        context,
        request,
        () -> {
          playing.pause();
          return Answers.ok(request);
        },
        response -> playing.paused());
    return null;
  }

  /**
   * Does what may have to wait, then answers.
   *
   * @param work on another thread
   * @param then on the event loop, before the answer is sent
   */
  private void later(
      ChannelHandlerContext context,
      FullHttpRequest request,
      Supplier<FullHttpResponse> work,
      Consumer<FullHttpResponse> then) {
    busy = true;
    request.retain();
    server
        .workers()
        .execute(
            () -> {
              FullHttpResponse response = attempt(request, work);
              context
                  .executor()
                  .execute(
                      () -> {
                        request.release();
                        then.accept(response);
                        finish(context, response);
                      });
            });
  }

  private FullHttpResponse attempt(FullHttpRequest request, Supplier<FullHttpResponse> work) {
    try {
      return work.get();
    } catch (Fault e) {
      return Answers.fault(request, e);
    } catch (RuntimeException | Error e) {
      LOG.error("RTSP: {} failed", request.method(), e);
      return Answers.status(request, HttpResponseStatus.INTERNAL_SERVER_ERROR);
    }
  }

  private void finish(ChannelHandlerContext context, FullHttpResponse response) {
    busy = false;
    if (!context.channel().isActive()) {
      // The client went meanwhile.
      response.release();
      endSession(false);
      return;
    }
    context.writeAndFlush(withSession(response));
    next(context);
  }

  private FullHttpResponse withSession(FullHttpResponse response) {
    if (session != null && response.status().code() == 200) {
      response
          .headers()
          .set(RtspHeaderNames.SESSION, id + ";timeout=" + RtspServer.TIMEOUT_SECONDS);
    }
    return response;
  }

  private static InetSocketAddress remote(ChannelHandlerContext context) {
    return (InetSocketAddress) context.channel().remoteAddress();
  }

  private void endSession(boolean leaving) {
    if (session != null) {
      session.close(leaving);
      session = null;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context.executor().scheduleWithFixedDelay(() -> checkTime(context), 5, 5, TimeUnit.SECONDS);
  }

  /** Closes the connection if nothing has been heard of the client for too long. */
  private void checkTime(ChannelHandlerContext context) {
    int patience = session == null ? server.idleSeconds() : RtspServer.TIMEOUT_SECONDS;
    if (System.nanoTime() - heardNanos > TimeUnit.SECONDS.toNanos(patience)) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (!busy) {
      endSession(false);
    }
    timer.cancel(false);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
