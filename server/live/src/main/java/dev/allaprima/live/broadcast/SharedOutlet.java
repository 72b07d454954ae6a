package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.Outlet;

/**
 * An outlet that makes something of the stream once, for all who take it. Callable from any thread.
 *
 * @param <S> who takes it
 */
public interface SharedOutlet<S> extends Outlet {
  /** Hands what is made to the taker from now on. */
  void add(S taker);

  /** Hands the taker nothing more, but for what it is being handed just now. */
  void remove(S taker);

  /** Whether nobody takes what it makes. */
  boolean isIdle();

  /** Whether nothing comes of it any more. */
  boolean isEnded();
}
