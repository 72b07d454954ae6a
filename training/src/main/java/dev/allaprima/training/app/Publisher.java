package dev.allaprima.training.app;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.export.NetworkExport;
import dev.allaprima.training.export.OnnxExport;
import dev.allaprima.training.loop.ConfigFile;
import dev.allaprima.training.loop.TrainingConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exports a network, paints the previews and puts all into a catalogue: a network of one style into
 * the style's own folder, one of several beside them.
 */
final class Publisher {
  private static final int PREVIEW_SIDE = 360;

  private final TrainingConfig config;
  private final String licence;
  private final Picture photo;

  /** Publishes styles of a configuration with previews of a photo. */
  Publisher(TrainingConfig config, String licence, Picture photo) {
    this.config = config;
    this.licence = licence;
    this.photo = photo.withShortSide(PREVIEW_SIDE, config.network().sizeMultiple());
  }

  /**
   * Publishes the configured styles, the last ones of the network.
   *
   * @param files of the painter
   * @param network its name in the catalogue; null to put it into the one style's own folder
   * @param measures for each style what was measured of it
   * @throws dev.allaprima.models.Fault if a name is taken, or the catalogue can't be written
   */
  List<Style> publish(
      StyleNetwork painter,
      NetworkFiles files,
      String network,
      List<Map<String, Double>> measures,
      Path catalogue,
      boolean replace) {
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

  /** The network in every precision, each proved; see {@link NetworkExport}. */
  NetworkFiles export(StyleNetwork painter, Photos photos, Map<String, String> facts) {
    return NetworkExport.export(painter, photos, training(painter, facts), version());
  }

  /** The network as it is so far, in float32 and unproved: quick enough for every checkpoint. */
  NetworkFiles draft(StyleNetwork painter, Map<String, String> facts) {
    return NetworkFiles.of(
        config.network().kind(),
        config.network().sizeMultiple(),
        painter.styles(),
        Map.of(Precision.FP32, OnnxExport.export(painter, version())),
        Map.of(),
        training(painter, facts));
  }

  private Map<String, String> training(StyleNetwork painter, Map<String, String> facts) {
    Map<String, String> training = new TreeMap<>(ConfigFile.flat(config));
    training.putAll(facts);
    return training;
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
