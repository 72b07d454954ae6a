package dev.allaprima.live.pull;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Everything that the server fetches by itself. Callable from any thread. */
public final class Sources implements AutoCloseable {
  /** Each has a thread. */
  private static final int MOST = 64;

  /** Who asks for a stream that is fetched on demand waits so long for its first picture. */
  private static final long SUMMON_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Hub hub;
  private final Places places;
  private final Predicate<String> watched;
  private final PacketIo io = new PacketIo();
  // Guarded by this.
  private final Map<String, Puller> pullers = new TreeMap<>();
  private boolean closed;

  /**
   * Begins to fetch what the settings name.
   *
   * @param reach where they may be
   * @param watched whether somebody takes the stream of that name
   * @throws Fault if a source's address is none that can be fetched
   */
  public Sources(Hub hub, PullSettings settings, Reach reach, Predicate<String> watched) {
    this.hub = hub;
    this.watched = watched;
    this.places = new Places(reach);
    try {
      settings.sources().forEach(source -> add(Source.parse(source)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Fetches one more.
   *
   * @throws Fault if there is one of its name, there are too many, or its address is none that can
   *     be fetched
   */
  public synchronized PullStatus add(Source source) {
    if (pullers.containsKey(source.name())) {
      throw Fault.of(
          CONFLICT, "there is a source " + source.name() + " already", "Delete it first");
    }
    if (closed || pullers.size() >= MOST) {
      throw Fault.of(
          UNAVAILABLE, "there are " + MOST + " sources, as many as there may be", "Delete one");
    }
    Puller puller = new Puller(hub, io, places, source, watched);
    pullers.put(source.name(), puller);
    puller.start();
    return puller.status();
  }

  /**
   * Fetches it no longer; its stream ends, or waits for another publisher while it is watched.
   *
   * @throws Fault if there is no such source
   */
  public void remove(String name) {
    Puller puller;
    synchronized (this) {
      puller = pullers.remove(name);
    }
    if (puller == null) {
      throw Fault.of(NOT_FOUND, "there is no source " + name, "See /api/v1/sources");
    }
    puller.close();
  }

  /** All of them, by name. */
  public synchronized List<PullStatus> statuses() {
    return pullers.values().stream().map(Puller::status).toList();
  }

  /**
   * Somebody wants the stream of that name, which is not there: if a source of that name is fetched
   * on demand, waits until it is, or cannot be.
   */
  public void summon(String name) {
    Puller puller;
    synchronized (this) {
      puller = pullers.get(name);
    }
    if (puller != null) {
      puller.summon(SUMMON_MILLIS);
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    List<Puller> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(pullers.values());
      pullers.clear();
    }
    all.forEach(Puller::close);
    io.close();
  }
}
