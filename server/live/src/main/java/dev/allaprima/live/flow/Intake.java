package dev.allaprima.live.flow;

import dev.allaprima.pipeline.frame.Frame;

/**
 * Takes what one publisher sends. Pictures come on one thread, sound on another; both return at
 * once. When the publisher has been replaced or the stream has ended, what comes is dropped.
 */
public interface Intake {
  /** The time now, in nanoseconds on the stream's clock. */
  long now();

  /**
   * A frame of the stream's pool to write a picture into, one at a time, for a caller who hands it
   * to {@link #picture} or releases it.
   *
   * @throws dev.allaprima.models.Fault if the server paints no pictures of that size
   */
  Frame take(int width, int height, long timeNanos);

  /**
   * @param frame from {@link #take}; taken
   */
  void picture(Frame frame);

  /**
   * @param sound borrowed
   */
  void sound(Sound sound);

  /**
   * Says that the publisher has left or cannot go on; closes its {@link Ingest} on another thread.
   * Viewers see a slate until another comes.
   */
  void gone(String reason);

  /**
   * Says that the publisher itself has ended: otherwise like {@link #gone}, but the stream ends at
   * once if it goes nowhere.
   */
  void left();
}
