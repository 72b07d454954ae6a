package dev.allaprima.training.app;

import dev.allaprima.models.Network;
import dev.allaprima.models.Precision;
import dev.allaprima.training.export.OnnxWeights;
import dev.allaprima.training.loop.ConfigFile;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.network.StyleNetwork;

/** Networks of a catalogue, to be trained further. */
final class Published {
  private Published() {}

  /**
   * What the network was learnt by, without its styles, as its card says.
   *
   * @throws dev.allaprima.models.Fault if it was made by a version that configured otherwise
   */
  static TrainingConfig config(Network network) {
    return ConfigFile.over(
        Defaults.gallery(),
        network.card().training(),
        "the card of network " + network.folder().getFileName());
  }

  /** Its weights, to the last bit. */
  static StyleNetwork network(Network network) {
    return OnnxWeights.read(
        network.model(Precision.FP32), config(network).network(), network.card().styles());
  }
}
