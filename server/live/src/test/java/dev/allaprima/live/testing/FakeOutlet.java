package dev.allaprima.live.testing;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks at what a stream shows. */
public final class FakeOutlet implements Outlet {
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile int sounds;
  private volatile boolean closed;

  /**
   * A picture.
   *
   * @param left luma in the middle of the left half
   * @param right luma in the middle of the right half
   */
  public record Seen(int width, int height, long timeNanos, int left, int right) {}

  @Override
  public String describe() {
    return "test";
  }

  @Override
  public void picture(Frame frame) {
    int middle = frame.height() / 2 * frame.width();
    seen.add(
        new Seen(
            frame.width(),
            frame.height(),
            frame.timeNanos(),
            frame.luma(middle + frame.width() / 4),
            frame.luma(middle + frame.width() * 3 / 4)));
  }

  @Override
  public void sound(Sound sound) {
    sounds++;
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Everything until now. */
  public List<Seen> seen() {
    return seen;
  }

  /** How many pictures it was shown. */
  public int pictures() {
    return seen.size();
  }

  /** Of the newest picture; 0 if there is none. */
  public int width() {
    return seen.isEmpty() ? 0 : newest().width();
  }

  public Seen newest() {
    return seen.get(seen.size() - 1);
  }

  /** How many pieces of sound it was handed. */
  public int sounds() {
    return sounds;
  }

  public boolean isClosed() {
    return closed;
  }
}
