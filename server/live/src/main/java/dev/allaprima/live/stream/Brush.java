package dev.allaprima.live.stream;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.stylize.OpenStyle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One style that is ready to paint; shared by the streams that use it and counted by references:
 * each stream and each frame in the making holds one. Callable from any thread.
 */
public final class Brush {
  private final OpenStyle open;
  private final AtomicInteger references = new AtomicInteger(1);

  Brush(OpenStyle open) {
    this.open = open;
  }

  /** The style's name. */
  public String style() {
    return open.style().name();
  }

  /** Whether this is the style as it stands in the catalogue: another training is another. */
  boolean paints(Style style) {
    return open.style().equals(style);
  }

  /** What the engine is to paint with, while a reference is held. */
  public OpenStyle open() {
    return open;
  }

  /** Adds a reference and returns this brush; each reference is released once. */
  public Brush retain() {
    if (references.getAndUpdate(n -> n > 0 ? n + 1 : n) <= 0) {
      throw new IllegalStateException("brush " + style() + " is already released");
    }
    return this;
  }

  /** Gives one reference back; the last one gives the style back to the engine. */
  public void release() {
    int before = references.getAndUpdate(n -> n > 0 ? n - 1 : n);
    if (before <= 0) {
      throw new IllegalStateException("brush " + style() + " is already released");
    }
    if (before == 1) {
      open.close();
    }
  }
}
