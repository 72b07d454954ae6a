package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.OpenStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The styles that are open on the engine. A style is opened when first asked for, on the asking
 * thread, while the engine goes on, and is kept, so that a change back is instant. One that was
 * trained anew is opened anew; the old one is closed when the last stream has left it.
 */
public final class Brushes implements AutoCloseable {
  private final Engine engine;
  // All guarded by this.
  private final Map<String, Brush> current = new HashMap<>();
  private final List<Brush> outdated = new ArrayList<>();

  public Brushes(Engine engine) {
    this.engine = engine;
  }

  /**
   * Returns the brush of that style, for a caller who gives it back.
   *
   * @throws Fault if the style cannot be opened
   */
  public synchronized Brush take(Style style) {
    Brush brush = current.get(style.name());
    if (brush == null || !brush.paints(style)) {
      Brush fresh = new Brush(open(style));
      current.put(style.name(), fresh);
      if (brush != null) {
        outdated.add(brush);
        closeUnused();
      }
      brush = fresh;
    }
    brush.users++;
    return brush;
  }

  private OpenStyle open(Style style) {
    try {
      return engine.open(style);
    } catch (RuntimeException | OutOfMemoryError e) {
      // Whoever asked for it by its name did nothing wrong.
      throw Fault.of(
          UNAVAILABLE,
          "style " + style.name() + " cannot be opened",
          e instanceof Fault ? e.getMessage() : e.toString(),
          e);
    }
  }

  /** Takes the brush back from a stream that hands in no more frames to be painted with it. */
  public synchronized void giveBack(Brush brush) {
    brush.users--;
    closeUnused();
  }

  private void closeUnused() {
    for (Brush brush : List.copyOf(outdated)) {
      if (brush.users == 0) {
        outdated.remove(brush);
        brush.close();
      }
    }
  }

  /** How many styles are open. */
  synchronized int open() {
    return current.size() + outdated.size();
  }

  /** Closes every style; the engine has stopped. */
  @Override
  public synchronized void close() {
    current.values().forEach(Brush::close);
    outdated.forEach(Brush::close);
    current.clear();
    outdated.clear();
  }
}
