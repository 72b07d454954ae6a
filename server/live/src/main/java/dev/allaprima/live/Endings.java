package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.http.LiveApi.Ending;
import dev.allaprima.models.Fault;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why the server itself ended streams or put their publishers out, so that a publisher who has lost
 * its connection can tell whether it helps to publish again. Callable from any thread.
 */
final class Endings {
  /** So many are remembered, the newest: who asks does so at once. */
  static final int MOST = 256;

  // Guarded by this; the oldest first.
  private final Map<String, Ending> byStream = new LinkedHashMap<>();

  /** Nothing can be painted any more. */
  void unpaintable(String stream, Throwable cause) {
    // What a fault says is meant to be read; anything else is a defect, of which the log has more.
    String reason =
        cause instanceof Fault
            ? cause.getMessage()
            : "the painter met a fault of the server's own. See its log";
    add(stream, new Ending("painting", reason));
  }

  /** Its publisher sends what the server does not take. */
  void unacceptable(String stream, String reason) {
    add(stream, new Ending("source", reason));
  }

  /** Somebody who may has ended it. */
  void wanted(String stream) {
    add(stream, new Ending("request", "stream " + stream + " was ended on request"));
  }

  private synchronized void add(String stream, Ending ending) {
    byStream.remove(stream);
    byStream.put(stream, ending);
    if (byStream.size() > MOST) {
      byStream.remove(byStream.keySet().iterator().next());
    }
  }

  /** Somebody publishes it anew. */
  synchronized void forget(String stream) {
    byStream.remove(stream);
  }

  /**
   * The last of that stream.
   *
   * @throws Fault if it has not been ended by the server since it was last published
   */
  synchronized Ending of(String stream) {
    Ending ending = byStream.get(stream);
    if (ending == null) {
      throw Fault.of(
          NOT_FOUND,
          "the server has not ended stream \"" + stream + "\"",
          "Publish it, or see /api/v1/streams");
    }
    return ending;
  }
}
