package dev.allaprima.live.rtsp;

import io.netty.handler.codec.http.FullHttpResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What becomes of a request. */
sealed interface Reply {
  /** An answer that is there already. */
  record Now(FullHttpResponse response) implements Reply {}

  /**
   * One that may have to be waited for; what the client asks next waits, too.
   *
   * @param work makes it, on another thread
   * @param then run on the event loop as soon as it is written, unless the client has gone
   */
  record Later(Supplier<FullHttpResponse> work, Consumer<FullHttpResponse> then) implements Reply {}
}
