package dev.allaprima.live.rtsp;

import dev.allaprima.models.Fault;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: what it asks is answered in order, one after another, and it is closed
 * when nothing is heard of it. On its event loop; what may have to wait is done on another thread,
 * while what comes next is kept.
 */
final class RtspConnection extends SimpleChannelInboundHandler<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(RtspConnection.class);

  /** A client that sends so many before it reads an answer is no player. */
  private static final int MOST_WAITING = 16;

  private final RtspServer server;
  private final Requests requests;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private boolean busy;
  private long heardNanos;
  private ScheduledFuture<?> timer;

  /**
   * @param framer the context of the framer on the same connection
   * @param id of the session that the client will set up, which nobody else guesses
   * @param nonce of its authentication, likewise
   */
  RtspConnection(RtspServer server, ChannelHandlerContext framer, String id, String nonce) {
    this.server = server;
    this.requests = new Requests(server, framer, id, nonce, this::heard);
    heard();
  }

  private void heard() {
    heardNanos = server.clock().getAsLong();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    heard();
    if (message instanceof RtspFramer.Interleaved interleaved) {
      try {
        requests.received(interleaved.channel(), interleaved.packet());
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
        Reply reply = requests.serve(request);
        if (reply instanceof Reply.Now now) {
          context.writeAndFlush(requests.withSession(now.response()));
        } else if (reply instanceof Reply.Later later) {
          later(context, request, later);
        }
      } catch (Fault e) {
        context.writeAndFlush(Answers.fault(request, e));
      } finally {
        request.release();
      }
    }
  }

  private void later(ChannelHandlerContext context, FullHttpRequest request, Reply.Later later) {
    busy = true;
    request.retain();
    server
        .workers()
        .execute(
            () -> {
              FullHttpResponse response = attempt(request, later.work());
              context
                  .executor()
                  .execute(
                      () -> {
                        request.release();
                        finish(context, response, later);
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

  private void finish(ChannelHandlerContext context, FullHttpResponse response, Reply.Later later) {
    busy = false;
    if (!context.channel().isActive()) {
      // The client went meanwhile.
      response.release();
      requests.endSession(false);
      return;
    }
    context.writeAndFlush(requests.withSession(response));
    later.then().accept(response);
    next(context);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context.executor().scheduleWithFixedDelay(() -> checkTime(context), 1, 1, TimeUnit.SECONDS);
  }

  /** Closes the connection if nothing has been heard of the client for too long. */
  private void checkTime(ChannelHandlerContext context) {
    int patience = requests.hasSession() ? RtspServer.TIMEOUT_SECONDS : server.idleSeconds();
    if (server.clock().getAsLong() - heardNanos > TimeUnit.SECONDS.toNanos(patience)) {
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (!busy) {
      requests.endSession(false);
    }
    timer.cancel(false);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
