package dev.allaprima.pipeline.app;

import dev.allaprima.models.Catalogue;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the styles are; mixed into every command that needs them. */
public final class StylesOption {
  @Option(
      names = "--styles",
      paramLabel = "DIR",
      defaultValue = "${env:ALLAPRIMA_STYLES:-models/styles}",
      description = {
        "the style catalogue;",
        "default: $ALLAPRIMA_STYLES, else models/styles in the working folder"
      })
  private Path folder;

  /** The catalogue that was named. */
  public Catalogue catalogue() {
    return Catalogue.at(folder);
  }
}
