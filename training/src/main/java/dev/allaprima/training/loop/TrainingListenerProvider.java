package dev.allaprima.training.loop;

import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;

/**
 * Where further listeners come from that are not in this module, found by {@link
 * java.util.ServiceLoader}: the training page, whose libraries are large.
 */
public interface TrainingListenerProvider {
  /**
   * A listener to a training.
   *
   * @param out told where to look
   */
  TrainingListener open(TrainingConfig config, StyleNetwork network, PrintWriter out);
}
