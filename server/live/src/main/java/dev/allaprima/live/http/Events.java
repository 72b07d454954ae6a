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
 * Server-sent events that tell how something stands, whenever it has changed, until it stands still
 * for good. One is on its way at a time, so that a slow reader misses some and nothing piles up.
 */
final class Events<T> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 250;

  /** Looks without a change after which a comment is sent, by which a reader's end is noticed. */
  private static final int QUIET_LOOKS = 60;

  private final ServiceRequestContext ctx;
  private final String name;
  private final Supplier<T> state;
  private final Predicate<T> last;
  private final StreamWriter<ServerSentEvent> writer = StreamMessage.streaming();
  private T told;
  private int quiet;

  private Events(ServiceRequestContext ctx, String name, Supplier<T> state, Predicate<T> last) {
    this.ctx = ctx;
    this.name = name;
    this.state = state;
    this.last = last;
  }

  /**
   * The response that tells of it.
   *
   * @param name of the events
   * @param state how it stands now, written as JSON; asked on the request's event loop; a {@link
   *     Fault} says that it is gone
   * @param last whether there will be no other
   */
  static <T> HttpResponse of(
      ServiceRequestContext ctx, String name, Supplier<T> state, Predicate<T> last) {
    Events<T> events = new Events<>(ctx, name, state, last);
    ctx.eventLoop().execute(events::look);
    return ServerSentEvents.fromPublisher(events.writer);
  }

  private void look() {
    if (!writer.isOpen()) {
      return;
    }
    try {
      T now = state.get();
      boolean news = !now.equals(told);
      if (news) {
        told = now;
        writer.write(
            ServerSentEvent.builder().event(name).data(JSON.writeValueAsString(now)).build());
      } else if (++quiet % QUIET_LOOKS == 0) {
        writer.write(ServerSentEvent.ofComment("still here"));
      }
      if (last.test(now)) {
        writer.close();
      } else {
        writer
            .whenConsumed()
            .thenRun(
                () -> ctx.eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS));
      }
    } catch (Fault e) {
      writer.close();
    } catch (JsonProcessingException e) {
      writer.close(e);
    }
  }
}
