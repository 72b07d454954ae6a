package dev.allaprima.live.flow;

import dev.allaprima.pipeline.frame.Frame;

/**
 * Where a stream's painted pictures and its sound go. Pictures come on one thread, sound on
 * another; both calls return at once and let nothing out: whoever is slow drops its own.
 */
public interface Outlet extends AutoCloseable {
  /**
   * What it is, for people: {@code WebRTC}, {@code RTMP to live.example.org}. No password in it.
   */
  String describe();

  /** How many people watch by it, as far as it knows; by a recording nobody does. */
  default int viewers() {
    return 0;
  }

  /**
   * By how many nanoseconds it holds sound back for the pictures to be painted meanwhile; 0 where
   * the times that both bear tell what belongs together.
   */
  default long soundDelayNanos() {
    return 0;
  }

  /**
   * Takes the next picture, a slate while there is no publisher.
   *
   * @param frame borrowed, read only; its size may change from one to the next
   */
  void picture(Frame frame);

  /**
   * Takes the next piece of sound, earlier than the picture of the same time: that one had to be
   * painted.
   *
   * @param sound borrowed
   */
  void sound(Sound sound);

  /** The stream has ended; nothing comes any more. */
  @Override
  void close();
}
