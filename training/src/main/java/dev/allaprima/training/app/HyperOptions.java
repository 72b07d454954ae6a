package dev.allaprima.training.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allaprima.training.loop.ConfigFile;
import dev.allaprima.training.loop.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What the command line says of a configuration: options for what is changed often, {@code --set}
 * for the rest. Only what was said is laid over the configuration that a training begins with.
 */
final class HyperOptions {
  private final ObjectNode said = JsonNodeFactory.instance.objectNode();
  private Path file;
  private Path data;

  /** The configuration with all of it laid over, the file first. */
  TrainingConfig over(TrainingConfig base) {
    TrainingConfig config =
        file == null ? base : ConfigFile.over(base, ConfigFile.read(file, data), file.toString());
    return ConfigFile.over(config, said, "the command line");
  }

  private void put(String path, Object value) {
    ConfigFile.put(said, path, value);
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML or JSON with what differs from the defaults: styles, loss, optimiser, ..."
              + " A run's folder holds one to copy from.")
  void file(Path value) {
    file = value;
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where that file's paths begin. Default: in its own folder.")
  void data(Path value) {
    data = value;
  }

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Any other hyperparameter of the configuration, such as loss.scales=2.")
  void set(Map<String, String> values) {
    values.forEach((name, value) -> put(name, ConfigFile.typed(value)));
  }

  @Option(
      names = "--photos",
      arity = "1..*",
      paramLabel = "DIR",
      description = "Photos to practise on; folders are searched whole.")
  void photos(List<Path> value) {
    put("data.photos", value.stream().map(path -> path.toAbsolutePath().normalize()).toList());
  }

  @Option(
      names = "--loss-network",
      paramLabel = "NAME|FILE",
      description =
          "vgg16 or vgg19, with the published weights, downloaded once; or the file of VGG-19's"
              + " weights (.npz or Keras' HDF5).")
  void lossNetwork(String value) {
    if (value.matches("vgg\\d+")) {
      put("lossNetwork.name", value);
    } else {
      put("lossNetwork.name", "vgg19");
      weights(Path.of(value));
    }
  }

  @Option(names = "--weights", paramLabel = "FILE", description = "The loss network's weights.")
  void weights(Path value) {
    put("lossNetwork.weights", value.toAbsolutePath().normalize());
  }

  @Option(names = "--iterations", description = "Steps.")
  void iterations(int value) {
    put("optimiser.iterations", value);
  }

  @Option(names = "--learning-rate", description = "Adam's, at the start.")
  void learningRate(double value) {
    put("optimiser.learningRate", value);
  }

  @Option(names = "--content-weight", description = "What the photo counts.")
  void content(double value) {
    put("loss.content", value);
  }

  @Option(names = "--style-weight", description = "What the painting counts.")
  void style(double value) {
    put("loss.style", value);
  }

  @Option(names = "--tv-weight", description = "What smoothness counts (total variation).")
  void variation(double value) {
    put("loss.variation", value);
  }

  @Option(names = "--temporal-weight", description = "What stillness counts; 0 turns it off.")
  void temporal(double value) {
    put("temporal.weight", value);
  }

  @Option(names = "--crop", description = "Side of the training pictures.")
  void crop(int value) {
    put("data.crop", value);
  }

  @Option(names = "--batch", description = "Pictures a step.")
  void batch(int value) {
    put("data.batch", value);
  }

  @Option(names = "--width", description = "Channels of the network.")
  void width(int value) {
    put("network.width", value);
  }

  @Option(names = "--blocks", description = "Residual blocks.")
  void blocks(int value) {
    put("network.blocks", value);
  }

  @Option(names = "--checkpoint-every", description = "Steps between checkpoints and samples.")
  void checkpointEvery(int value) {
    put("checkpointEvery", value);
  }

  @Option(names = "--seed", description = "Same seed, same run.")
  void seed(long value) {
    put("seed", value);
  }
}
