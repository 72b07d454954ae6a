package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.OpenStyle;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The styles that are open on the engine. A style is opened when first asked for, on the asking
 * thread, while the engine goes on, and is kept, so that a change back is instant. One that was
 * trained anew is opened anew; the old one is closed when the last frame in it is painted.
 */
public final class Brushes implements AutoCloseable {
  private final Engine engine;
  // Guarded by this; holds a reference to each.
  private final Map<String, Brush> current = new HashMap<>();

  public Brushes(Engine engine) {
    this.engine = engine;
  }

  /**
   * Returns the brush of that style, with a reference for the caller to release.
   *
   * @throws Fault if the style cannot be opened
   */
  public synchronized Brush take(Style style) {
    Brush brush = current.get(style.name());
    if (brush == null || !brush.paints(style)) {
      Brush fresh = new Brush(open(style));
      current.put(style.name(), fresh);
      if (brush != null) {
        brush.release();
      }
      brush = fresh;
    }
    return brush.retain();
  }

  /**
   * Returns a palette of these styles, for the caller to release.
   *
   * @throws Fault if one of them cannot be opened, they are of several networks, or the weights are
   *     none
   */
  public Palette mix(Map<Style, Double> weights) {
    StyleMix mix = StyleMix.of(weights);
    Map<String, Double> byName = new LinkedHashMap<>();
    Brush brush = null;
    for (Map.Entry<Style, Double> entry : weights.entrySet()) {
      if (brush != null) {
        brush.release();
      }
      // Each is taken, since that proves that the network paints in it.
      brush = take(entry.getKey());
      byName.put(entry.getKey().name(), entry.getValue());
    }
    return new Palette(brush, mix, Collections.unmodifiableMap(byName));
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

  /** Keeps no style open any more. */
  @Override
  public synchronized void close() {
    current.values().forEach(Brush::release);
    current.clear();
  }
}
