package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.loop.TrainingListenerProvider;
import dev.allaprima.training.network.StyleNetwork;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** The training's page, on request. */
final class UiOption {
  @Option(names = "--ui", description = "Show the training on deeplearning4j-ui's page.")
  private boolean ui;

  /** The page, if it was asked for. */
  List<TrainingListener> listeners(TrainingConfig config, StyleNetwork network, PrintWriter out) {
    if (!ui) {
      return List.of();
    }
    return List.of(
        ServiceLoader.load(TrainingListenerProvider.class)
            .findFirst()
            .orElseThrow(
                () ->
                    Fault.of(
                        UNAVAILABLE,
                        "the training's page is not on the class path",
                        "Start with ./allaprima, which fetches it, or leave out --ui"))
            .open(config, network, out));
  }
}
