package dev.allaprima.pipeline.app;

import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.compose.Overlay;
import dev.allaprima.pipeline.compose.Place;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How the painting is shown; mixed into every command that paints for people. */
public final class ControlsOption {
  /** Free space between the overlay and the picture's edge, in pixels. */
  private static final int MARGIN = 16;

  @Option(
      names = "--strength",
      paramLabel = "X",
      defaultValue = "1",
      description = "0 shows the original, 1 the painting; default: ${DEFAULT-VALUE}")
  private double strength;

  @Option(
      names = "--original-colours",
      description = "take the brightness from the painting and the colours from the original")
  private boolean originalColours;

  @Option(
      names = "--render-scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "paint in 0.25 to 1 of the size: faster, larger strokes; default: 1")
  private double renderScale;

  @Option(
      names = "--steadiness",
      paramLabel = "X",
      defaultValue = "0",
      description = "0 to 1: less flicker where the original is still; default: ${DEFAULT-VALUE}")
  private double steadiness;

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description = "a picture to lay over each frame")
  private Path overlay;

  @Option(
      names = "--overlay-place",
      paramLabel = "PLACE",
      defaultValue = "bottom-right",
      description = "a corner, an edge, centre, or X,Y in pixels; default: ${DEFAULT-VALUE}")
  private String place;

  /** What was asked for, in the style alone. */
  Controls controls(Style style) {
    Overlay read = overlay == null ? null : Overlay.read(overlay, Place.parse(place, MARGIN), 1, 1);
    return new Controls(
        StyleMix.only(style), 0, strength, originalColours, renderScale, steadiness, read);
  }
}
