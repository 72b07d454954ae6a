package dev.allaprima.live.testing;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;

/** An outlet that measures what comes. */
public final class Listener implements Outlet {
  private volatile long pictures;
  private volatile int luma;
  private volatile int width;
  private volatile int loudness;
  private volatile boolean closed;

  @Override
  public String describe() {
    return "a test";
  }

  @Override
  public void picture(Frame frame) {
    luma = frame.luma(frame.width() * (frame.height() / 2) + frame.width() / 4);
    width = frame.width();
    pictures++;
  }

  @Override
  public void sound(Sound sound) {
    int most = 0;
    for (short sample : sound.samples()) {
      most = Math.max(most, Math.abs(sample));
    }
    loudness = most;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** How many came. */
  public long pictures() {
    return pictures;
  }

  /** In the middle of the newest picture's left half. */
  public int luma() {
    return luma;
  }

  public int width() {
    return width;
  }

  /** The largest sample of the newest piece. */
  public int loudness() {
    return loudness;
  }

  public boolean isClosed() {
    return closed;
  }
}
