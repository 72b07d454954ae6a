package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A style whose network is loaded on an {@link Engine}, which shares it among all who opened a
 * style of that network. Closed once by who opened it, with none of their pictures waiting; the
 * network is freed with the last.
 */
public final class OpenStyle implements AutoCloseable {
  private final Style style;
  private final LoadedNetwork loaded;
  private final Engine engine;
  private final StyleMix alone;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenStyle(Style style, LoadedNetwork loaded, Engine engine) {
    this.style = style;
    this.loaded = loaded;
    this.engine = engine;
    this.alone = StyleMix.only(style);
  }

  /** What was opened. */
  public Style style() {
    return style;
  }

  /** How many styles its network mixes. */
  public int styles() {
    return loaded.session().styles();
  }

  /** Whether the other is painted by the same network, so that both can be mixed. */
  public boolean sharesNetworkWith(OpenStyle other) {
    return loaded == other.loaded;
  }

  /** In which numbers the network computes. */
  public Precision precision() {
    return loaded.session().precision();
  }

  /** The mix that is this style alone. */
  public StyleMix alone() {
    return alone;
  }

  NetworkSession session() {
    return loaded.session();
  }

  /** Gives the network back; further calls do nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      engine.giveBack(loaded);
    }
  }
}
