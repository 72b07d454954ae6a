package dev.allaprima.models;

import java.nio.file.Path;

/**
 * One style of a catalogue.
 *
 * @param folder where its card and preview lie
 * @param card what it says of itself
 * @param network what paints it; its own, or one that it shares with other styles
 */
public record Style(Path folder, StyleCard card, Network network) {
  static final String CARD = "card.json";
  static final String PREVIEW = "preview.jpg";

  /** The style's name. */
  public String name() {
    return card.name();
  }

  /** The picture that shows it; a JPEG. */
  public Path preview() {
    return folder.resolve(PREVIEW);
  }
}
