package dev.allaprima.live.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import dev.allaprima.models.Fault;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Server-sent events that tell how something stands until it stands still for good. One is on its
 * way at a time, so that a slow reader misses some and nothing piles up.
 */
final class Events<T> {
  private static final long LOOK_MILLIS = 250;
  private static final long SECOND_MILLIS = 1000;

  /** Looks without a change after which a comment is sent, by which a reader's end is noticed. */
  private static final int QUIET_LOOKS = 60;

  private final ServiceRequestContext ctx;
  private final ObjectMapper json;
  private final String name;
  private final Supplier<T> state;
  private final Predicate<T> last;
  private final long period;
  private final boolean newsOnly;
  private final StreamWriter<ServerSentEvent> writer = StreamMessage.streaming();
  private T told;
  private int quiet;

  private Events(
      ServiceRequestContext ctx,
      ObjectMapper json,
      String name,
      Supplier<T> state,
      Predicate<T> last,
      long period,
      boolean newsOnly) {
    this.ctx = ctx;
    this.json = json;
    this.name = name;
    this.state = state;
    this.last = last;
    this.period = period;
    this.newsOnly = newsOnly;
  }

  /**
   * The response that tells of it whenever it has changed.
   *
   * @param json writes them
   * @param name of the events
   * @param state how it stands now; asked on the request's event loop; a {@link Fault} says that it
   *     is gone
   * @param last whether there will be no other
   */
  static <T> HttpResponse of(
      ServiceRequestContext ctx,
      ObjectMapper json,
      String name,
      Supplier<T> state,
      Predicate<T> last) {
    return new Events<>(ctx, json, name, state, last, LOOK_MILLIS, true).response();
  }

  /** The response that tells of it every second, until it is gone. */
  static <T> HttpResponse everySecond(
      ServiceRequestContext ctx, ObjectMapper json, String name, Supplier<T> state) {
    ctx.clearRequestTimeout();
    return new Events<>(ctx, json, name, state, now -> false, SECOND_MILLIS, false).response();
  }

  private HttpResponse response() {
    ctx.eventLoop().execute(this::look);
    return ServerSentEvents.fromPublisher(writer);
  }

  private void look() {
    if (!writer.isOpen()) {
      return;
    }
    try {
      T now = state.get();
      boolean news = !newsOnly || !now.equals(told);
      if (news) {
        told = now;
        writer.write(
            ServerSentEvent.builder().event(name).data(json.writeValueAsString(now)).build());
      } else if (++quiet % QUIET_LOOKS == 0) {
        writer.write(ServerSentEvent.ofComment("still here"));
      }
      if (last.test(now)) {
        writer.close();
      } else {
        writer
            .whenConsumed()
            .thenRun(() -> ctx.eventLoop().schedule(this::look, period, TimeUnit.MILLISECONDS));
      }
    } catch (Fault e) {
      writer.close();
    } catch (JsonProcessingException e) {
      writer.close(e);
    }
  }
}
