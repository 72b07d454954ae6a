package dev.allaprima.live.flow;

/** What every protocol asks of the server. Called from any thread. */
public interface Hub {
  /**
   * Begins a stream, or goes on with one of that name whose publisher is gone.
   *
   * @param style null for the server's default
   * @param ingest closed when the stream ends before it does
   * @throws dev.allaprima.models.Fault if the name is taken, there is no such style, or the server
   *     is full
   */
  Intake publish(String name, String style, Ingest ingest);

  /**
   * Hands the stream's pictures and sound to the outlet from now on; closed by the stream's end.
   *
   * @throws dev.allaprima.models.Fault if there is no such stream
   */
  void attach(String name, Outlet outlet);

  /** Takes the outlet away, without closing it; nothing if it is not there. */
  void detach(String name, Outlet outlet);

  /**
   * Hands the stream's packets to the sink, beginning with a keyframe that is made at once.
   *
   * @return ends it when closed
   * @throws dev.allaprima.models.Fault if there is no such stream
   */
  AutoCloseable subscribe(String name, PacketSink sink);
}
