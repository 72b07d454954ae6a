package dev.allaprima.live.flow;

/** What hands in a stream's pictures: a WebRTC peer, an RTSP session, a URL that is pulled. */
public interface Ingest extends AutoCloseable {
  /**
   * What it is, for people: {@code WHIP}, {@code RTSP from 192.0.2.1}, a URL without its password.
   */
  String describe();

  /** Ends it; when this returns it hands in nothing more. Called once, from any thread. */
  @Override
  void close();
}
