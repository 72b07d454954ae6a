package dev.allaprima.live.broadcast.push;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.allaprima.live.access.Reach;
import dev.allaprima.live.flow.Calls;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the streams of a server are sent. Callable from any thread. */
public final class Pushes implements AutoCloseable {
  /** Each has a thread, and takes the stream's whole rate of the line that leads out. */
  private static final int MOST_OF_A_STREAM = 8;

  /** For so long those that end with the server may say goodbye. */
  private static final long FAREWELL_MILLIS = 2000;

  private final Hub hub;
  private final Calls calls;
  private final Reach reach;
  private final Pace pace;
  // Guarded by this: by the stream's name and their own.
  private final Map<String, Map<String, Push>> pushes = new HashMap<>();
  private long count;
  private boolean closed;

  /**
   * One as it stands.
   *
   * @param url without its key or password
   * @param state {@code connecting}, {@code live}, or {@code waiting} to be tried again
   * @param reason why it broke last; null if it has not, or has been mended
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Status(String id, String url, String state, String reason) {}

  /**
   * How they try.
   *
   * @param firstPauseMillis after a first failure; it doubles with each that follows. 1000: a
   *     platform that is started anew is back by then
   * @param patienceMillis for so long the other side may take nothing before it is given up. 10000:
   *     longer than any network that still works is silent
   */
  public record Pace(long firstPauseMillis, long patienceMillis) {
    public static final Pace DEFAULT = new Pace(1000, 10_000);
  }

  /**
   * @param calls makes the connections of those that go by WebRTC
   * @param reach where they may go
   */
  public Pushes(Hub hub, Calls calls, Reach reach, Pace pace) {
    this.hub = hub;
    this.calls = calls;
    this.reach = reach;
    this.pace = pace;
  }

  /**
   * Begins to send a stream, which must be there.
   *
   * @param token that WHIP shows there; null for none
   * @throws Fault if the address is none that may be sent to, or there are too many
   */
  public Status start(String stream, String url, String token) {
    Target target = Target.of(url, token);
    // A name is looked up, which may take a while.
    reach.check(target.host());
    synchronized (this) {
      Map<String, Push> of = pushes.computeIfAbsent(stream, name -> new LinkedHashMap<>());
      if (closed || of.size() >= MOST_OF_A_STREAM) {
        throw Fault.of(
            UNAVAILABLE,
            "stream " + stream + " is sent to " + of.size() + " addresses already",
            "End one of them first");
      }
      String id = "p" + ++count;
      Push push =
          new Push(stream, target, route(stream, target), reach, pace, () -> forget(stream, id));
      of.put(id, push);
      return status(id, push);
    }
  }

  private Route route(String stream, Target target) {
    return target.isWhip()
        ? new WhipRoute(stream, target, calls, reach, pace.patienceMillis())
        : new PacketRoute(stream, target, hub, pace.patienceMillis());
  }

  private static Status status(String id, Push push) {
    return new Status(
        id, push.target().shown(), push.state().name().toLowerCase(Locale.ROOT), push.reason());
  }

  /** Those of a stream, oldest first. */
  public synchronized List<Status> of(String stream) {
    List<Status> all = new ArrayList<>();
    pushes.getOrDefault(stream, Map.of()).forEach((id, push) -> all.add(status(id, push)));
    return all;
  }

  /**
   * Ends one.
   *
   * @throws Fault if there is no such
   */
  public void stop(String stream, String id) {
    Push push = forget(stream, id);
    if (push == null) {
      throw Fault.of(
          NOT_FOUND,
          "stream " + stream + " has no push " + id,
          "See /api/v1/streams/" + stream + "/pushes");
    }
    push.close();
  }

  /** Ends those of a stream that has ended: another of its name goes nowhere by itself. */
  public synchronized void ended(String stream) {
    pushes.getOrDefault(stream, Map.of()).values().forEach(Push::close);
    pushes.remove(stream);
  }

  private synchronized Push forget(String stream, String id) {
    Map<String, Push> of = pushes.get(stream);
    if (of == null) {
      return null;
    }
    Push push = of.remove(id);
    if (of.isEmpty()) {
      pushes.remove(stream);
    }
    return push;
  }

  /** Ends them all, and lets each say goodbye. */
  @Override
  public void close() {
    List<Push> all;
    synchronized (this) {
      closed = true;
      all = pushes.values().stream().flatMap(of -> of.values().stream()).toList();
    }
    all.forEach(Push::close);
    long end = System.nanoTime() + FAREWELL_MILLIS * 1_000_000;
    all.forEach(push -> push.join(Math.max(1, (end - System.nanoTime()) / 1_000_000)));
  }
}
