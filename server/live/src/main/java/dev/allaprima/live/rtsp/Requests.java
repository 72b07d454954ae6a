package dev.allaprima.live.rtsp;

import dev.allaprima.live.access.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.rtsp.RtspHeaderNames;
import io.netty.handler.codec.rtsp.RtspResponseStatuses;
import io.netty.util.AsciiString;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client asks, method by method, and the session that comes of it. On the connection's
 * event loop; what may have to wait is handed back as a {@link Reply.Later}.
 */
final class Requests {
  private static final String METHODS =
      "OPTIONS, ANNOUNCE, DESCRIBE, SETUP, RECORD, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER,"
          + " TEARDOWN";

  /** Clients try once without credentials and once with. */
  private static final int MOST_REFUSED = 4;

  private record Channel(int track, boolean rtcp) {}

  private final RtspServer server;
  private final ChannelHandlerContext framer;
  private final String id;
  private final Authentication authentication;
  private final Runnable heard;
  private final Map<Integer, Channel> channels = new HashMap<>();
  private Session session;
  private int refused;

  /**
   * @param framer the context of the framer on the same connection
   * @param id of the session that the client will set up, which nobody else guesses
   * @param nonce of its authentication, likewise
   * @param heard run when something of the client's has come that is not of the connection
   */
  Requests(
      RtspServer server, ChannelHandlerContext framer, String id, String nonce, Runnable heard) {
    this.server = server;
    this.framer = framer;
    this.id = id;
    this.authentication = new Authentication(server.tokens(), nonce);
    this.heard = heard;
  }

  /**
   * Begins to serve a request.
   *
   * @throws dev.allaprima.models.Fault if there is something wrong with it
   */
  Reply serve(FullHttpRequest request) {
    String cseq = request.headers().get(RtspHeaderNames.CSEQ);
    if (request.decoderResult().isFailure() || cseq == null || !cseq.matches("\\d{1,10}")) {
      return now(Answers.status(request, RtspResponseStatuses.BAD_REQUEST));
    }
    String named = request.headers().get(RtspHeaderNames.SESSION);
    if (named != null && (session == null || !named.split(";", 2)[0].strip().equals(id))) {
      return now(Answers.status(request, RtspResponseStatuses.SESSION_NOT_FOUND));
    }
    return switch (request.method().name()) {
      case "OPTIONS" -> now(methods(Answers.ok(request), RtspHeaderNames.PUBLIC));
      case "ANNOUNCE" -> announce(request);
      case "DESCRIBE" -> describe(request);
      case "SETUP" -> now(setUp(request));
      case "RECORD" -> record(request);
      case "PLAY" -> play(request);
      case "PAUSE" -> pause(request);
      // There are no parameters: clients ask for them to keep the session alive.
      case "GET_PARAMETER", "SET_PARAMETER" -> now(Answers.ok(request));
      case "TEARDOWN" -> {
        endSession(true);
        yield now(Answers.ok(request));
      }
      default ->
          now(
              methods(
                  Answers.status(request, RtspResponseStatuses.METHOD_NOT_ALLOWED),
                  RtspHeaderNames.ALLOW));
    };
  }

  private static Reply now(FullHttpResponse response) {
    return new Reply.Now(response);
  }

  private static FullHttpResponse methods(FullHttpResponse response, AsciiString header) {
    response.headers().set(header, METHODS);
    return response;
  }

  private Reply announce(FullHttpRequest request) {
    if (!allowed(Role.PUBLISH, request)) {
      return now(unauthorized(request));
    }
    if (session != null) {
      return now(Answers.wrongState(request, "there is a session already"));
    }
    RtspUrl url = RtspUrl.parse(request.uri());
    Announcement announcement =
        Announcement.parse(request.content().toString(StandardCharsets.UTF_8));
    session = new RecordSession(url, announcement, remote().getAddress().getHostAddress());
    return now(Answers.ok(request));
  }

  private Reply describe(FullHttpRequest request) {
    if (!allowed(Role.VIEW, request)) {
      return now(unauthorized(request));
    }
    if (session != null) {
      return now(Answers.wrongState(request, "there is a session already"));
    }
    RtspUrl url = RtspUrl.parse(request.uri());
    PlaySession playing = new PlaySession(server, url, remote().getAddress().getHostAddress());
    session = playing;
    return new Reply.Later(
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
  }

  /** What is allowed once is allowed to the session, which is the connection's alone. */
  private boolean allowed(Role needed, FullHttpRequest request) {
    String header = request.headers().get(RtspHeaderNames.AUTHORIZATION);
    return authentication.allows(needed, request.method().name(), header);
  }

  private FullHttpResponse unauthorized(FullHttpRequest request) {
    FullHttpResponse response = Answers.status(request, RtspResponseStatuses.UNAUTHORIZED);
    response.headers().set(RtspHeaderNames.WWW_AUTHENTICATE, authentication.challenges());
    if (++refused > MOST_REFUSED) {
      framer.executor().execute(framer.channel()::close);
    }
    return response;
  }

  private FullHttpResponse setUp(FullHttpRequest request) {
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
    Way way = wanted == null ? null : way(track, wanted);
    if (way == null) {
      return Answers.status(request, RtspResponseStatuses.UNSUPPORTED_TRANSPORT);
    }
    session.setUp(track, way);
    FullHttpResponse response = Answers.ok(request);
    response.headers().set(RtspHeaderNames.TRANSPORT, way.describe() + session.mode());
    return response;
  }

  /** The way that is asked for; null if another has its channels or ports. */
  private Way way(int track, Transport wanted) {
    if (!wanted.tcp()) {
      InetSocketAddress client = remote();
      Session mine = session;
      return server
          .udp()
          .open(
              new InetSocketAddress(client.getAddress(), wanted.rtp()),
              new InetSocketAddress(client.getAddress(), wanted.rtcp()),
              (rtcp, packet) ->
                  framer.executor().execute(byUdp(mine, track, rtcp, packet.retain())));
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

  private Runnable byUdp(Session of, int track, boolean rtcp, ByteBuf packet) {
    return () -> {
      try {
        heard.run();
        if (of == session) {
          of.received(track, rtcp, packet);
        }
      } finally {
        packet.release();
      }
    };
  }

  /**
   * Takes a packet that came between the messages.
   *
   * @param packet borrowed
   */
  void received(int number, ByteBuf packet) {
    Channel channel = channels.get(number);
    if (channel != null && session != null) {
      session.received(channel.track(), channel.rtcp(), packet);
    }
  }

  private Reply record(FullHttpRequest request) {
    if (!(session instanceof RecordSession recording) || recording.isRecording()) {
      return now(
          Answers.wrongState(request, "nothing is announced, or it is being recorded already"));
    }
    Runnable onEnd = () -> framer.executor().execute(framer.channel()::close);
    return new Reply.Later(
        () -> {
          recording.record(server.hub(), server.io(), onEnd);
          return Answers.ok(request);
        },
        response -> {});
  }

  private Reply play(FullHttpRequest request) {
    if (!(session instanceof PlaySession playing) || !playing.isSetUp()) {
      return now(Answers.wrongState(request, "nothing is described and set up"));
    }
    return new Reply.Later(
        () -> {
          playing.play(framer.channel());
          FullHttpResponse response = Answers.ok(request);
          response.headers().set(RtspHeaderNames.RANGE, "npt=now-");
          return response;
        },
        response -> playing.played());
  }

  private Reply pause(FullHttpRequest request) {
    if (session instanceof RecordSession recording && recording.isRecording()) {
      recording.pause();
      return now(Answers.ok(request));
    }
    if (!(session instanceof PlaySession playing) || !playing.isSetUp()) {
      return now(Answers.wrongState(request, "nothing is playing"));
    }
    return new Reply.Later(
        () -> {
          playing.pause();
          return Answers.ok(request);
        },
        response -> playing.paused());
  }

  boolean hasSession() {
    return session != null;
  }

  /** The answer, saying which session it is of, where there is one and all is well. */
  FullHttpResponse withSession(FullHttpResponse response) {
    if (session != null && response.status().code() == 200) {
      response
          .headers()
          .set(RtspHeaderNames.SESSION, id + ";timeout=" + RtspServer.TIMEOUT_SECONDS);
    }
    return response;
  }

  private InetSocketAddress remote() {
    return (InetSocketAddress) framer.channel().remoteAddress();
  }

  /**
   * Ends the session, if there is one.
   *
   * @param leaving whether the client has said so, or else is lost
   */
  void endSession(boolean leaving) {
    if (session != null) {
      session.close(leaving);
      session = null;
    }
  }
}
