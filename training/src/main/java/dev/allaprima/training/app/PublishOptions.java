package dev.allaprima.training.app;

import static dev.allaprima.models.Fault.Kind.CONFLICT;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where and how what was learnt is published. */
final class PublishOptions {
  @Option(
      names = "--styles",
      paramLabel = "DIR",
      defaultValue = "${env:ALLAPRIMA_STYLES:-models/styles}",
      description = "The catalogue to publish into. Default: ${DEFAULT-VALUE}.")
  private Path styles;

  @Option(names = "--replace", description = "Styles of these names may be replaced.")
  private boolean replace;

  @Option(
      names = "--licence",
      defaultValue = "Apache-2.0",
      description = "Of the weights (SPDX). Default: ${DEFAULT-VALUE}.")
  private String licence;

  @Option(names = "--preview", paramLabel = "PHOTO", description = "Photo that the preview paints.")
  private Path preview;

  @Option(
      names = "--test-photos",
      paramLabel = "DIR",
      description = "Photos never trained on: losses and flicker on them go into the cards.")
  private Path testPhotos;

  /** The photos to measure on, where a folder was named. */
  Optional<List<Picture>> testPhotos() {
    return Optional.ofNullable(testPhotos).map(TestPhotos::in);
  }

  Path catalogue() {
    return styles;
  }

  boolean replace() {
    return replace;
  }

  String licence() {
    return licence;
  }

  /** The preview's photo, where one was named. */
  Optional<Picture> preview() {
    return Optional.ofNullable(preview).map(Picture::read);
  }

  /** Says before the hours what would be refused after them. */
  void check(TrainingConfig config) {
    for (TrainingConfig.Style style : config.styles()) {
      if (!replace && Files.exists(styles.resolve(style.name()))) {
        throw Fault.of(
            CONFLICT,
            "style " + style.name() + " is already in " + styles,
            "Choose another --name, or say --replace");
      }
    }
    preview();
    testPhotos();
  }

  /**
   * Says before the hours that styles would be lost: those that the gallery of that name was taught
   * since, which a gallery trained anew does not know.
   */
  void requireNobodyLost(TrainingConfig config) {
    if (config.styles().size() == 1 || !Files.isDirectory(styles)) {
      return;
    }
    Set<String> trained =
        config.styles().stream().map(TrainingConfig.Style::name).collect(Collectors.toSet());
    for (Style there : Catalogue.at(styles).list().styles()) {
      if (config.name().equals(there.card().network()) && !trained.contains(there.name())) {
        throw Fault.of(
            CONFLICT,
            "network "
                + config.name()
                + " in "
                + styles
                + " knows style "
                + there.name()
                + ", which this training does not",
            "Add it to the configuration, choose another --name, or remove "
                + styles.resolve(there.name()));
      }
    }
  }
}
