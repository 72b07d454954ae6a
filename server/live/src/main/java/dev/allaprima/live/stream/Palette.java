package dev.allaprima.live.stream;

import dev.allaprima.models.StyleMix;
import java.util.Map;

/**
 * Styles of one network by their weights, ready to paint. Holds a reference to its brush.
 *
 * @param brush of one of them; their network paints them all
 * @param mix their shares, as the network takes them
 * @param weights by the styles' names, as they were asked for
 */
public record Palette(Brush brush, StyleMix mix, Map<String, Double> weights) {
  /** Whether both are painted by one network, so that there is a way from one to the other. */
  boolean sharesNetworkWith(Palette other) {
    return brush.open().sharesNetworkWith(other.brush.open());
  }

  /** Gives the reference back. */
  public void release() {
    brush.release();
  }
}
