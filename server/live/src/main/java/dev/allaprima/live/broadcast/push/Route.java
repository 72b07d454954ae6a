package dev.allaprima.live.broadcast.push;

/** How a stream gets to an address. Used by one thread, but for {@link #cancel}. */
interface Route {
  /** Who sends by it. */
  interface Sender {
    /** Whether it is to end soon. */
    boolean isStopped();

    /** Told when the other side takes what is sent. */
    void live();
  }

  /**
   * Sends until something breaks, the sender is stopped, or what follows has to be begun anew.
   *
   * @return whether the stream has ended
   * @throws dev.allaprima.models.Fault telling what broke, without the address's secret
   */
  boolean send(Sender sender) throws InterruptedException;

  /** Breaks an attempt off that is not live yet. */
  void cancel();
}
