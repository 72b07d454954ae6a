package dev.allaprima.live.stream;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a stream goes: each outlet is handed everything, and one that breaks harms no other. */
public final class Outlets {
  private static final Logger LOG = LoggerFactory.getLogger(Outlets.class);

  private final String stream;
  private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
  // Guarded by this.
  private boolean closed;

  public Outlets(String stream) {
    this.stream = stream;
  }

  /** Adds the outlet; returns whether it did: not when the stream has ended. */
  public synchronized boolean add(Outlet outlet) {
    return !closed && outlets.add(outlet);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return outlets.isEmpty();
  }

  /** Takes the outlet away; a call to it that is under way may still come to its end. */
  public void remove(Outlet outlet) {
    outlets.remove(outlet);
  }

  /** Hands on the borrowed picture. */
  public void picture(Frame frame) {
    outlets.forEach(outlet -> hand(outlet, to -> to.picture(frame)));
  }

  /** Hands on the borrowed piece of sound. */
  public void sound(Sound sound) {
    outlets.forEach(outlet -> hand(outlet, to -> to.sound(sound)));
  }

  private void hand(Outlet outlet, Consumer<Outlet> call) {
    try {
      call.accept(outlet);
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: {} is broken and is closed", stream, outlet.describe(), e);
      if (outlets.remove(outlet)) {
        close(outlet);
      }
    }
  }

  private void close(Outlet outlet) {
    try {
      outlet.close();
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: {} could not be closed", stream, outlet.describe(), e);
    }
  }

  /** Adds no outlet any more if there is none; returns whether that is so. */
  public synchronized boolean closeIfEmpty() {
    closed = closed || outlets.isEmpty();
    return closed;
  }

  /** How many people watch, as far as the outlets know. */
  public int viewers() {
    return outlets.stream().mapToInt(Outlet::viewers).sum();
  }

  /** By how many nanoseconds sound is held back, at most. */
  public long soundDelayNanos() {
    return outlets.stream().mapToLong(Outlet::soundDelayNanos).max().orElse(0);
  }

  /** What they are, for people. */
  public List<String> describe() {
    return outlets.stream().map(Outlet::describe).toList();
  }

  /** Closes them all; none is added any more. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    outlets.forEach(this::close);
    outlets.clear();
  }
}
