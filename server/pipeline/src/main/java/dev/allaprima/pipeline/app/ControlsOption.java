package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.compose.Overlay;
import dev.allaprima.pipeline.compose.Place;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How pictures are composed; mixed into commands that paint. */
public final class ControlsOption {
  /** Pixels between an overlay and the edge: it looks laid there, not cut off. */
  private static final int MARGIN = 16;

  @Option(
      names = "--mix",
      split = ",",
      paramLabel = "NAME=WEIGHT",
      description = "mix styles of the style's network, as in --mix a=0.7,b=0.3; default: --style")
  private Map<String, Double> mix;

  @Option(
      names = "--fade",
      paramLabel = "SECONDS",
      description = "begin in --style and turn to --mix in this time; default: at once")
  private Double fade;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      defaultValue = "1",
      description = "how much of the painting is shown, 0 being the original; default: 1")
  private double strength;

  @Option(
      names = "--original-colours",
      description = "keep the original's colours and paint the brightness alone")
  private boolean originalColours;

  @Option(
      names = "--render-scale",
      paramLabel = "0.25..1",
      defaultValue = "1",
      description = "paint smaller and enlarge: faster, with larger strokes; default: 1")
  private double renderScale;

  @Option(
      names = "--steadiness",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "hold down flicker where the original is still; default: 0")
  private double steadiness;

  @Option(
      names = "--overlay",
      paramLabel = "PNG",
      description = "lay this picture over every frame")
  private Path overlay;

  @Option(
      names = "--overlay-at",
      paramLabel = "PLACE",
      defaultValue = "bottom-right",
      description =
          "where: X,Y in pixels, centre, an edge (top, ...) or a corner; default: ${DEFAULT-VALUE}")
  private String overlayAt;

  @Option(
      names = "--overlay-scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "its size by its own; default: 1")
  private double overlayScale;

  @Option(
      names = "--overlay-opacity",
      paramLabel = "0..1",
      defaultValue = "1",
      description = "0 is not to be seen; default: 1")
  private double overlayOpacity;

  /**
   * The controls that were asked for.
   *
   * @param style the one that is painted in, and to be mixed
   * @throws Fault if a number is out of its range, a style is missing or of another network, or the
   *     overlay is no picture
   */
  public Controls controls(Catalogue catalogue, Style style) {
    if (fade != null && mix == null) {
      throw Fault.of(INVALID, "--fade has nothing to turn to", "Say --mix, too");
    }
    return new Controls(
        mix == null ? StyleMix.only(style) : mix(catalogue, style),
        fade == null ? 0 : fade,
        strength,
        originalColours,
        renderScale,
        steadiness,
        0,
        null,
        null,
        overlay == null
            ? null
            : Overlay.read(overlay, Place.parse(overlayAt, MARGIN), overlayScale, overlayOpacity));
  }

  private StyleMix mix(Catalogue catalogue, Style style) {
    Map<Style, Double> weights = new LinkedHashMap<>();
    // Weightless: only its network counts, which must be the others'.
    weights.put(style, 0.0);
    mix.forEach((name, weight) -> weights.put(catalogue.style(name), weight));
    return StyleMix.of(weights);
  }
}
