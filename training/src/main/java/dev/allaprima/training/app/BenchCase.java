package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.loss.Normalisation;
import dev.allaprima.training.loss.PerceptualLoss.Weights;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.JohnsonConfig;
import dev.allaprima.training.network.NetworkConfig;
import dev.allaprima.training.network.Norm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Work that is timed: iterations of a training, or steps of a picture that is optimised itself.
 *
 * @param name of the case
 * @param network that learns; null where the picture is the variable (Gatys et al.)
 * @param styles that the network has
 * @param batch pictures an iteration
 * @param crop side of what is judged
 * @param context pixels around it that the network sees as well
 * @param vgg which loss network
 * @param loss which layers and terms it counts
 * @param each iterations in a round
 */
record BenchCase(
    String name,
    NetworkConfig network,
    int styles,
    int batch,
    int crop,
    int context,
    Vgg vgg,
    Weights loss,
    int each) {

  /** All of them. */
  static List<BenchCase> all() {
    Weights johnson =
        new Weights(
            Normalisation.JOHNSON,
            1,
            5,
            0,
            1e-6,
            "relu3_3",
            Weights.evenly(List.of("relu1_2", "relu2_2", "relu3_3", "relu4_3"), 1),
            1,
            false);
    Weights gatys =
        new Weights(
            Normalisation.GATYS,
            1,
            1000,
            0,
            0,
            "relu4_2",
            Weights.evenly(List.of("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"), 0.2),
            1,
            false);
    TrainingConfig gallery = Defaults.gallery();
    TrainingConfig.Data data = gallery.data();
    return List.of(
        new BenchCase("johnson-256", johnson(32), 1, 4, 256, 0, Vgg.VGG16, johnson, 1),
        new BenchCase("johnson-half-128", johnson(16), 1, 4, 128, 0, Vgg.VGG16, johnson, 2),
        new BenchCase(
            "gallery-128",
            GalleryConfig.live(),
            8,
            data.batch(),
            data.crop(),
            data.context(),
            Vgg.VGG19,
            // Several styles in a batch, as the peer has them: the batch's mean costs nothing.
            gallery.loss().withBatchGram(false),
            2),
        new BenchCase("gatys-256", null, 1, 1, 256, 0, Vgg.VGG19, gatys, 3));
  }

  /** The paper's sizes in the form that both sides have: no mirrored borders, which move memory. */
  private static JohnsonConfig johnson(int width) {
    return new JohnsonConfig(
        width, 5, Norm.INSTANCE, JohnsonConfig.Enlarging.NEAREST, JohnsonConfig.Border.ZERO);
  }

  static BenchCase named(String name) {
    return all().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Fault.of(
                    NOT_FOUND,
                    "there is no case \"" + name + "\" to time",
                    "Say " + String.join(", ", all().stream().map(BenchCase::name).toList())));
  }

  /** The same work as arguments of the script {@code torch_peer.py}. */
  List<String> arguments() {
    LinkedHashMap<String, Object> options = new LinkedHashMap<>();
    if (network instanceof JohnsonConfig johnson) {
      options.put("network", "johnson");
      options.put("width", johnson.width());
      options.put("blocks", johnson.blocks());
    } else if (network instanceof GalleryConfig gallery) {
      options.put("network", "gallery");
      options.put("stem", gallery.stem());
      options.put("width", gallery.width());
      options.put("blocks", gallery.blocks());
    } else {
      options.put("network", "none");
    }
    options.put("styles", styles);
    options.put("batch", batch);
    options.put("crop", crop);
    options.put("context", context);
    options.put("scales", loss.scales());
    options.put("variation", loss.variation() == 0 ? 0 : 1);
    options.put("loss-network", vgg.id());
    options.put("content", loss.contentLayer());
    options.put("style", String.join(",", loss.styleLayers().keySet()));
    List<String> arguments = new ArrayList<>();
    options.forEach((name, value) -> arguments.addAll(List.of("--" + name, value.toString())));
    return arguments;
  }
}
