package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.export.OnnxExport;
import dev.allaprima.training.export.Parity;
import dev.allaprima.training.loop.ConfigFile;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exports a network, proves the export, paints the previews and puts all into a catalogue: a
 * network of one style into the style's own folder, one of several beside them.
 */
final class Publisher {
  private static final double LARGEST_DIFFERENCE = 1;
  private static final int PREVIEW_SIDE = 360;

  private final TrainingConfig config;
  private final String licence;
  private final Picture photo;
  private double largestDifference = Double.NaN;

  /** Publishes styles of a configuration with previews of a photo. */
  Publisher(TrainingConfig config, String licence, Picture photo) {
    this.config = config;
    this.licence = licence;
    this.photo = photo.withShortSide(PREVIEW_SIDE, config.network().sizeMultiple());
  }

  /** What the last export differed by from the network, at most, of 255. */
  double largestDifference() {
    return largestDifference;
  }

  /**
   * Publishes the configured styles, the last ones of the network.
   *
   * @param network its name in the catalogue; null to put it into the one style's own folder
   * @param measures for each style what was measured of it
   * @param facts of the training, for the card
   * @throws Fault if the export paints otherwise than the network, or a name is taken
   */
  List<Style> publish(
      StyleNetwork painter,
      String network,
      List<Map<String, Double>> measures,
      Map<String, String> facts,
      Path catalogue,
      boolean replace) {
    NetworkFiles files = export(painter, facts);
    int known = painter.styles() - config.styles().size();
    List<Style> published = new ArrayList<>();
    if (network != null) {
      Catalogue.publishNetwork(catalogue, network, files);
    }
    for (int i = 0; i < config.styles().size(); i++) {
      StyleCard card = card(config.styles().get(i), network, known + i, measures.get(i));
      byte[] preview = Brush.paint(painter, known + i, photo).toJpeg();
      published.add(
          network == null
              ? Catalogue.publish(catalogue, card, files, preview, replace)
              : Catalogue.publish(catalogue, card, preview, replace));
    }
    return published;
  }

  private NetworkFiles export(StyleNetwork painter, Map<String, String> facts) {
    byte[] model = OnnxExport.export(painter, version());
    largestDifference = 0;
    Picture noise = Parity.noise(64, 48, 1);
    for (int style = 0; style < painter.styles(); style++) {
      compare(model, painter, style, noise);
    }
    compare(model, painter, painter.styles() - 1, photo);
    if (!(largestDifference < LARGEST_DIFFERENCE)) {
      throw Fault.of(
          UNAVAILABLE,
          "the exported model differs from the network by " + largestDifference + " of 255",
          "Nothing was published; the checkpoint is kept");
    }
    Map<String, String> training = new TreeMap<>(ConfigFile.flat(config));
    training.putAll(facts);
    return NetworkFiles.of(
        config.network().kind(),
        config.network().sizeMultiple(),
        painter.styles(),
        Map.of(Precision.FP32, model),
        Map.of("fp32", String.format(Locale.ROOT, "%.3f of 255 at most", largestDifference)),
        training);
  }

  private void compare(byte[] model, StyleNetwork painter, int style, Picture picture) {
    double difference =
        Parity.largestDifference(model, painter, painter.inStyle(style, 1), picture);
    largestDifference = Math.max(largestDifference, difference);
  }

  private StyleCard card(
      TrainingConfig.Style style, String network, int index, Map<String, Double> measures) {
    return new StyleCard(
        StyleCard.FORMAT,
        style.name(),
        style.title(),
        style.artist(),
        style.year(),
        style.rights(),
        licence,
        network,
        index,
        Map.of(
            "paintings",
            String.join(
                ", ", style.paintings().stream().map(p -> p.getFileName().toString()).toList()),
            "side",
            Integer.toString(style.side()),
            "content",
            Double.toString(style.content()),
            "style",
            Double.toString(style.style())),
        measures);
  }

  private static String version() {
    String version = Publisher.class.getPackage().getImplementationVersion();
    return version != null ? version : "unreleased";
  }
}
