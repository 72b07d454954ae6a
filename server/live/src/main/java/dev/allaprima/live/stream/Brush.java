package dev.allaprima.live.stream;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.stylize.OpenStyle;

/** One style that is ready to paint; shared by the streams that use it. */
public final class Brush {
  private final OpenStyle open;
  // Guarded by the Brushes that made it.
  int users;

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

  /** What the engine is to paint with, while this brush is not given back. */
  public OpenStyle open() {
    return open;
  }

  void close() {
    open.close();
  }
}
