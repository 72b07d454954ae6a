package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.Outlet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that is made of one stream while somebody takes it and not longer. Callable from any
 * thread.
 *
 * @param <S> who takes it
 */
public final class OnDemand<S> {
  private final Supplier<? extends SharedOutlet<S>> maker;
  private final Consumer<Outlet> attach;
  private final Consumer<Outlet> detach;
  // Guarded by this; null while nobody takes anything.
  private SharedOutlet<S> outlet;

  /**
   * @param maker makes what makes it
   * @param attach hands the stream's pictures and sound to an outlet from then on
   * @param detach takes it away again
   */
  public OnDemand(
      Supplier<? extends SharedOutlet<S>> maker, Consumer<Outlet> attach, Consumer<Outlet> detach) {
    this.maker = maker;
    this.attach = attach;
    this.detach = detach;
  }

  /**
   * Hands what is made to the taker from now on.
   *
   * @return ends it when closed; it may be closed often, by the taker's own calls too
   * @throws dev.allaprima.models.Fault if the stream has ended
   */
  public synchronized AutoCloseable subscribe(S taker) {
    if (outlet != null && outlet.isEnded()) {
      detach.accept(outlet);
      outlet = null;
    }
    SharedOutlet<S> current = outlet == null ? maker.get() : outlet;
    current.add(taker);
    if (outlet == null) {
      try {
        attach.accept(current);
      } catch (RuntimeException | Error e) {
        current.remove(taker);
        current.close();
        throw e;
      }
      outlet = current;
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        leave(current, taker);
      }
    };
  }

  private synchronized void leave(SharedOutlet<S> from, S taker) {
    from.remove(taker);
    if (from == outlet && from.isIdle()) {
      detach.accept(from);
      from.close();
      outlet = null;
    }
  }
}
