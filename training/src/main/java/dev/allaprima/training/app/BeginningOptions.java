package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Network;
import dev.allaprima.training.loop.Checkpoint;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a training begins with: which defaults, which network, fresh or learnt elsewhere. */
final class BeginningOptions {
  /** Which kind of network. */
  enum Kind {
    gallery,
    johnson
  }

  @Option(
      names = "--network",
      description =
          "gallery: slim, for live use on two cores; johnson: the paper's, for a GPU. Default:"
              + " gallery.")
  private Kind kind;

  @Option(
      names = "--paper",
      description = "Network, loss and training of Johnson et al. 2016, as published.")
  private boolean paper;

  @Option(
      names = "--from",
      paramLabel = "RUN|NETWORK",
      description =
          "Begin with what another run has learnt, and with its configuration; or with what a"
              + " published network has, such as models/styles/networks/gallery.")
  private Path from;

  /** The configuration that all else is laid over. */
  TrainingConfig config() {
    if (from != null) {
      return Network.isAt(from) ? Published.config(Network.read(from)) : checkpoint().config();
    }
    if (paper) {
      return Defaults.paper();
    }
    TrainingConfig gallery = Defaults.gallery();
    return kind == null ? gallery : Defaults.ofKind(kind.name(), gallery, "--network");
  }

  private Checkpoint checkpoint() {
    return new RunFolder(from).checkpoints(1).read();
  }

  /** The network before its first step. */
  StyleNetwork network(TrainingConfig config) {
    if (from == null) {
      return config.network().fresh(config.styles().size(), config.seed());
    }
    StyleNetwork learnt =
        Network.isAt(from) ? Published.network(Network.read(from)) : checkpoint().network();
    if (learnt.styles() != config.styles().size() || !learnt.config().equals(config.network())) {
      throw Fault.of(
          INVALID,
          from + " has " + learnt.styles() + " styles and " + learnt.config(),
          "Begin from it with the same styles and the same network");
    }
    return learnt;
  }

  /**
   * With {@code --paper}, a loss that the loss network at hand can serve: where it ends before the
   * paper's deepest layer, the layers that it has, at two sizes; and says so.
   */
  TrainingConfig served(TrainingConfig config, PrintWriter out) {
    if (!paper) {
      return config;
    }
    TrainingConfig.Judge judge = config.lossNetwork();
    List<String> layers =
        LossNetwork.load(Vgg.named(judge.name()), judge.weights(), judge.pooling()).layers();
    Map<String, Double> kept = new LinkedHashMap<>(config.loss().styleLayers());
    if (!kept.keySet().retainAll(layers)) {
      return config;
    }
    out.printf(
        "The loss network has no %s: style is judged at %s, at full and half size instead%n",
        config.loss().styleLayers().keySet().stream().filter(l -> !layers.contains(l)).toList(),
        kept.keySet());
    PerceptualLoss.Weights loss = config.loss();
    return config.with(
        new PerceptualLoss.Weights(
            loss.normalisation(),
            loss.content(),
            loss.style(),
            loss.pixel(),
            loss.variation(),
            loss.contentLayer(),
            kept,
            2,
            loss.batchGram()));
  }
}
