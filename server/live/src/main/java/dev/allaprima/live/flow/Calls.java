package dev.allaprima.live.flow;

/** Calls peers by WebRTC and sends them a stream. Callable from any thread. */
public interface Calls {
  /** Who is called. Its methods are called on the thread that calls. */
  interface Callee {
    /** Who it is, for people. No password in it. */
    String describe();

    /** The name or address that its answers come from. */
    String host();

    /**
     * Hands over the offer.
     *
     * @return the answer, both in SDP
     * @throws dev.allaprima.models.Fault if there is none
     */
    String answer(String offer);

    /**
     * Checks that media may be sent to an address which an answer names.
     *
     * @param address in numbers
     * @throws dev.allaprima.models.Fault if it may not
     */
    void check(String address);
  }

  /** How a call stands. */
  enum State {
    CONNECTING,
    CONNECTED,
    /** The other side is gone, or never came. */
    LOST,
    /** Nothing comes any more that could be sent. */
    STREAM_ENDED
  }

  /** One call. */
  interface Call extends AutoCloseable {
    /** How it stands. */
    State state();

    /** Ends it and frees it. */
    @Override
    void close();
  }

  /**
   * Calls a peer, who sees and hears the stream from when they are connected.
   *
   * @return the call, for a caller who closes it
   * @throws dev.allaprima.models.Fault if there is no such stream, the callee does not answer well,
   *     or no UDP port is free
   */
  Call call(String stream, Callee callee);
}
