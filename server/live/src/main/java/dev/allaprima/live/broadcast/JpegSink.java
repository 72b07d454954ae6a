package dev.allaprima.live.broadcast;

/** Takes a stream's paintings as JPEG. Returns at once and lets nothing out. */
public interface JpegSink {
  /**
   * @param jpeg a whole picture; not to be written to
   */
  void picture(byte[] jpeg);

  /** The stream has ended. */
  void end();
}
