package dev.allaprima.live.stream;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Holds one thing: the newest. What comes while it is full takes the place of what is there, which
 * is counted, so that whoever takes from it is never more than one behind. Callable from any
 * thread; nobody waits.
 */
public final class LatestSlot<T> {
  private final AtomicReference<T> held = new AtomicReference<>();
  private final AtomicLong overwritten = new AtomicLong();
  private final Consumer<? super T> discard;
  private volatile boolean closed;

  /**
   * @param discard gives back what nobody will take
   */
  public LatestSlot(Consumer<? super T> discard) {
    this.discard = discard;
  }

  /** Takes the thing, in place of the one that is there. */
  public void offer(T newest) {
    T older = held.getAndSet(newest);
    if (older != null) {
      overwritten.incrementAndGet();
      discard.accept(older);
    }
    if (closed) {
      discardHeld();
    }
  }

  /** Returns the newest thing, once, to a caller who then owns it; null if there is none. */
  public T poll() {
    return held.getAndSet(null);
  }

  /** How many things were never taken because a newer one came. */
  public long overwritten() {
    return overwritten.get();
  }

  /** Discards what is there and whatever comes later. */
  public void close() {
    closed = true;
    discardHeld();
  }

  private void discardHeld() {
    T last = poll();
    if (last != null) {
      discard.accept(last);
    }
  }
}
