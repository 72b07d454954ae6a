package dev.allaprima.training.app;

import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.Vgg;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name a loss network, for every command that needs one. */
final class LossNetworkOption {
  @Option(
      names = "--loss-network",
      defaultValue = "vgg19",
      paramLabel = "NAME",
      description = "vgg16 or vgg19. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Its weights: .npz with convB_C.weight and convB_C.bias, or Keras' HDF5."
              + " Default: the published ones, downloaded once.")
  private Path weights;

  /**
   * The network that was asked for.
   *
   * @throws dev.allaprima.models.Fault if there is no such network, or its weights cannot be had
   */
  LossNetwork load(Pooling pooling) {
    return LossNetwork.load(Vgg.named(name), weights, pooling);
  }

  /** What it is called in a card: the network and, where one was given, its file. */
  String label() {
    return weights == null ? name : name + " (" + weights.getFileName() + ")";
  }
}
