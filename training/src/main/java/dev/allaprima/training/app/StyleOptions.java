package dev.allaprima.training.app;

import dev.allaprima.training.loop.Defaults;
import dev.allaprima.training.loop.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The one style that the command line names. */
final class StyleOptions {
  @Option(
      names = "--style",
      arity = "1..*",
      paramLabel = "PAINTING",
      description = "JPEG or PNG; several, or a folder of them, for all of an author's works.")
  private List<Path> paintings = List.of();

  @Option(names = "--name", description = "The style's name: a-z, 0-9, dashes.")
  private String name;

  @Option(names = "--title", description = "How people call it. Default: the name.")
  private String title;

  @Option(names = "--artist", defaultValue = "", description = "Who painted it.")
  private String artist;

  @Option(names = "--year", defaultValue = "", description = "When it was painted.")
  private String year;

  @Option(names = "--rights", defaultValue = "", description = "Such as: public domain.")
  private String rights;

  @Option(names = "--painting-side", description = "Shorter side of the painting: stroke size.")
  private int side = Defaults.style().side();

  /** Whether a painting was given. */
  boolean given() {
    return !paintings.isEmpty();
  }

  /** The name; null where none was given. */
  String name() {
    return name;
  }

  /** The style as a configuration has it. */
  TrainingConfig.Style style() {
    return new TrainingConfig.Style(
        name,
        title,
        artist,
        year,
        rights,
        paintings.stream().map(path -> path.toAbsolutePath().normalize()).toList(),
        side,
        Defaults.style().content(),
        Defaults.style().style());
  }
}
