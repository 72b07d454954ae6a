package dev.allaprima.live.pull;

import dev.allaprima.live.feed.Feed;
import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Threads;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one source on a thread of its own, again and again until it is closed. The stream is kept
 * while the source is away: those who watch see the slate meanwhile.
 */
final class Puller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Puller.class);

  /** Soon after the first break, for most are short; then each time after twice as long. */
  private static final long FIRST_PAUSE_MILLIS = 500;

  /** So that a camera is back soon after its power is. */
  private static final long MOST_PAUSE_MILLIS = 15_000;

  /** One that went on for so long had connected well: the next pause is a short one. */
  private static final long WELL_MILLIS = 10_000;

  /** So long after the last one watched; a page that is loaded anew finds it running. */
  private static final long LINGER_MILLIS = 10_000;

  /** How often it is seen whether somebody watches. */
  private static final long LOOK_MILLIS = 500;

  private final Hub hub;
  private final PacketIo io;
  private final Places places;
  private final Source source;
  private final String shown;
  private final Predicate<String> watched;
  private final Thread thread;

  // The thread's alone.
  private long lookedMillis;
  private String told;

  // Guarded by this.
  private PullStatus.State state = PullStatus.State.IDLE;
  private String reason;
  private boolean closed;
  private Publication publication;
  private OpenSource open;
  private long wantedMillis = Long.MIN_VALUE / 2;

  /**
   * @param watched whether somebody takes the stream of that name
   * @throws Fault if the source's address is none that can be fetched
   */
  Puller(Hub hub, PacketIo io, Places places, Source source, Predicate<String> watched) {
    this.hub = hub;
    this.io = io;
    this.places = places;
    this.source = source;
    this.shown = Places.shown(source.url());
    this.watched = watched;
    this.thread = new Thread(this::run, "pull " + source.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** What the stream takes from this source, until it wants no more of it. */
  private final class Publication implements Ingest {
    private Intake intake;
    // Both guarded by the puller.
    private boolean over;
    private boolean feeding;

    @Override
    public String describe() {
      return shown;
    }

    @Override
    public void close() {
      boolean interrupted = false;
      synchronized (Puller.this) {
        over = true;
        if (publication == this) {
          publication = null;
        }
        if (open != null && feeding) {
          open.cancel();
        }
        while (feeding && Thread.currentThread() != thread) {
          try {
            Puller.this.wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (awaitDemand()) {
      long began = millis();
      String broken = once();
      pause = millis() - began > WELL_MILLIS ? FIRST_PAUSE_MILLIS : pause;
      if (!isWanted()) {
        leave();
        continue;
      }
      if (!broken.equals(told)) {
        // A camera that is away for the night needs one line, not thousands.
        LOG.warn("source {}: {}", source.name(), broken);
        told = broken;
      }
      tell(PullStatus.State.WAITING, broken);
      if (!pause(pause)) {
        break;
      }
      pause = Math.min(2 * pause, MOST_PAUSE_MILLIS);
    }
    leave();
  }

  /** Waits until it is to be fetched; false when it is closed. */
  private synchronized boolean awaitDemand() {
    while (!closed && !isWanted()) {
      state = PullStatus.State.IDLE;
      reason = null;
      try {
        // Whoever comes to the stream while it still is there asks nobody for it.
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return false;
      }
    }
    return !closed;
  }

  private boolean isWanted() {
    if (!source.onDemand()) {
      return true;
    }
    boolean now = watched.test(source.name());
    synchronized (this) {
      if (now) {
        wantedMillis = millis();
      }
      return millis() - wantedMillis < LINGER_MILLIS;
    }
  }

  /** Fetches the source until it breaks; says why. */
  private String once() {
    tell(PullStatus.State.CONNECTING, null);
    OpenSource opened = new OpenSource(io, places);
    synchronized (this) {
      if (closed) {
        opened.cancel();
      }
      open = opened;
    }
    try {
      opened.open(source.url());
      feed(opened);
      return "it came to its end";
    } catch (Fault e) {
      return e.getMessage();
    } catch (RuntimeException | Error e) {
      LOG.error("source {}: fetching it failed", source.name(), e);
      return "fetching it failed: " + e;
    } finally {
      synchronized (this) {
        open = null;
      }
      opened.close();
    }
  }

  private void feed(OpenSource opened) {
    Publication taker = publish();
    synchronized (this) {
      if (taker.over) {
        return;
      }
      taker.feeding = true;
    }
    try (Feed feed = new Feed(opened.context(), taker.intake)) {
      boolean more = true;
      while (more && goesOn(taker)) {
        opened.awaitPacket();
        more = feed.step();
        if (feed.pictures() == 1) {
          tell(PullStatus.State.LIVE, null);
        }
      }
    } finally {
      synchronized (this) {
        taker.feeding = false;
        notifyAll();
      }
    }
  }

  private boolean goesOn(Publication taker) {
    synchronized (this) {
      if (closed || taker.over) {
        return false;
      }
    }
    if (millis() - lookedMillis < LOOK_MILLIS) {
      return true;
    }
    lookedMillis = millis();
    return isWanted();
  }

  private Publication publish() {
    synchronized (this) {
      if (publication != null) {
        return publication;
      }
    }
    Publication fresh = new Publication();
    Intake intake = hub.publish(source.name(), source.style(), fresh);
    synchronized (this) {
      fresh.intake = intake;
      if (!fresh.over) {
        publication = fresh;
      }
      notifyAll();
    }
    return fresh;
  }

  /** Gives the stream up. */
  private void leave() {
    Publication last;
    synchronized (this) {
      last = publication;
      publication = null;
    }
    if (last != null) {
      last.intake.left();
    }
  }

  private synchronized void tell(PullStatus.State now, String why) {
    if (now == PullStatus.State.LIVE && state != now) {
      LOG.info("source {}: fetched from {}", source.name(), shown);
      told = null;
    }
    state = now;
    reason = why;
  }

  private synchronized boolean pause(long millis) {
    long end = millis() + millis;
    while (!closed && millis() < end) {
      try {
        wait(Math.max(1, end - millis()));
      } catch (InterruptedException e) {
        return false;
      }
    }
    return !closed;
  }

  /** Says that somebody wants to watch, and waits a while until the stream is there. */
  synchronized void summon(long patienceMillis) {
    wantedMillis = millis();
    notifyAll();
    long end = millis() + patienceMillis;
    try {
      while (!closed && publication == null && millis() < end) {
        wait(Math.max(1, end - millis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized PullStatus status() {
    return new PullStatus(source.name(), shown, source.style(), source.onDemand(), state, reason);
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Ends it and waits until it has; what it published is left. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (open != null) {
        open.cancel();
      }
      notifyAll();
    }
    Threads.awaitEnd(thread);
  }
}
