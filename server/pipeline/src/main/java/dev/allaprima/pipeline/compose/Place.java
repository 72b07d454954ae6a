package dev.allaprima.pipeline.compose;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something lies in a frame: between a margin at one edge and the same margin at the opposite
 * one.
 *
 * @param alongX 0 at the left, 1 at the right, 0.5 in the middle
 * @param alongY 0 at the top, 1 at the bottom
 * @param marginX pixels left free at the sides; may be negative: then some of it is cut off
 * @param marginY likewise above and below
 */
public record Place(double alongX, double alongY, int marginX, int marginY) {
  private static final Pattern POINT = Pattern.compile("(-?\\d{1,5}),(-?\\d{1,5})");

  /** The top left corner of what lies there, in pixels from the frame's. */
  public static Place at(int x, int y) {
    return new Place(0, 0, x, y);
  }

  /**
   * Reads a place.
   *
   * @param text {@code X,Y} in pixels, or {@code centre}, an edge or a corner: {@code top}, {@code
   *     bottom-right}
   * @param margin pixels left free at edges and corners
   * @throws Fault if it is none of these
   */
  public static Place parse(String text, int margin) {
    return parse(text, margin, margin);
  }

  /** The same with one margin at the sides, and another above and below. */
  static Place parse(String text, int marginX, int marginY) {
    Matcher point = POINT.matcher(text);
    if (point.matches()) {
      return at(Integer.parseInt(point.group(1)), Integer.parseInt(point.group(2)));
    }
    return switch (text) {
      case "top-left" -> new Place(0, 0, marginX, marginY);
      case "top" -> new Place(0.5, 0, marginX, marginY);
      case "top-right" -> new Place(1, 0, marginX, marginY);
      case "left" -> new Place(0, 0.5, marginX, marginY);
      case "centre" -> new Place(0.5, 0.5, marginX, marginY);
      case "right" -> new Place(1, 0.5, marginX, marginY);
      case "bottom-left" -> new Place(0, 1, marginX, marginY);
      case "bottom" -> new Place(0.5, 1, marginX, marginY);
      case "bottom-right" -> new Place(1, 1, marginX, marginY);
      default ->
          throw Fault.of(
              INVALID,
              "the place is \"" + text + "\"",
              "Give X,Y, centre, an edge (top, right, ...) or a corner (bottom-right, ...)");
    };
  }

  /** Column of the left edge of what is {@code width} wide; even, as chroma needs. */
  int x(int width, int frameWidth) {
    return even(marginX + alongX * (frameWidth - width - 2 * marginX));
  }

  /** Row of the top edge of what is {@code height} high; even, as chroma needs. */
  int y(int height, int frameHeight) {
    return even(marginY + alongY * (frameHeight - height - 2 * marginY));
  }

  private static int even(double position) {
    return 2 * (int) Math.round(position / 2);
  }
}
