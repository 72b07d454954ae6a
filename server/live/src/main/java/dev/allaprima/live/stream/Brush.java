package dev.allaprima.live.stream;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.stylize.Stylizer;

/** One style that is ready to paint; shared by the streams that use it. */
public final class Brush {
  private final Stylizer stylizer;
  // Guarded by the Brushes that made it.
  int users;

  Brush(Stylizer stylizer) {
    this.stylizer = stylizer;
  }

  /** The style's name. */
  public String style() {
    return stylizer.style().name();
  }

  /** Whether this is the style as it stands in the catalogue: another training is another. */
  boolean paints(Style style) {
    return stylizer.style().equals(style);
  }

  /**
   * Paints {@code source} onto {@code target} of the same size. Borrows both; on the painter's
   * thread.
   */
  public void paint(Frame source, Frame target) {
    stylizer.paint(source, target);
  }

  void close() {
    stylizer.close();
  }
}
