package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that ask for nothing, whatever bytes come: the framework's own limit begins
 * anew with each of them, so that a client could hold a connection by one letter of a header every
 * few seconds.
 */
final class IdleConnections implements DecoratingHttpServiceFunction {
  private static final AttributeKey<Use> USE = AttributeKey.valueOf(IdleConnections.class, "use");

  private final long idleNanos;

  /** What a connection is used for; on its event loop alone. */
  private static final class Use {
    private int requests;
    private long since = System.nanoTime();
  }

  /**
   * @param idle how long a connection may go on without a request
   */
  IdleConnections(Duration idle) {
    this.idleNanos = idle.toNanos();
  }

  /** Watches a new connection. */
  void watch(ChannelPipeline pipeline) {
    Channel channel = pipeline.channel();
    Use use = new Use();
    channel.attr(USE).set(use);
    Runnable check =
        () -> {
          if (use.requests == 0 && System.nanoTime() - use.since > idleNanos) {
            channel.close();
          }
        };
    long period = Math.max(1, idleNanos / 4);
    Future<?> checks =
        channel.eventLoop().scheduleWithFixedDelay(check, period, period, TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> checks.cancel(false));
  }

  @Override
  public HttpResponse serve(HttpService delegate, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    Channel channel = ctx.log().partial().channel();
    Use use = channel.attr(USE).get();
    // Requests are served on their connection's event loop.
    use.requests++;
    ctx.log()
        .whenComplete()
        .thenRunAsync(
            () -> {
              use.requests--;
              use.since = System.nanoTime();
            },
            channel.eventLoop());
    return delegate.serve(ctx, request);
  }
}
