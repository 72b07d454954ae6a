package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.compose.Controls;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a file is to be painted.
 *
 * @param name what the file is called, for people: never a path
 * @param styles weights by the styles' names, all of one network; the first is opened
 * @param strength as {@link Controls} has it, like those below
 * @param salvage whether what can be decoded of a damaged video is painted
 */
public record Order(
    String name,
    Map<String, Double> styles,
    double strength,
    boolean originalColours,
    double renderScale,
    double steadiness,
    boolean salvage) {
  private static final int LONGEST_NAME = 200;

  /**
   * @throws Fault if the name is none, or there is no style
   */
  public Order {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Order::isNotOfAName)) {
      throw Fault.of(
          INVALID,
          "name is \"" + printable(name) + "\"",
          "Give the file's name without its folder: 1 to " + LONGEST_NAME + " characters");
    }
    if (styles.isEmpty()) {
      throw Fault.of(INVALID, "styles is empty", "Give at least one, as in styles=NAME:1");
    }
    styles = Collections.unmodifiableMap(new LinkedHashMap<>(styles));
  }

  private static boolean isNotOfAName(int c) {
    int type = Character.getType(c);
    // What formats text unseen could turn a name round on the page.
    return c == '/'
        || c == '\\'
        || type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String printable(String text) {
    String start = text.substring(0, Math.min(text.length(), LONGEST_NAME));
    return start.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "\uFFFD");
  }

  /**
   * The style whose network paints.
   *
   * @throws Fault if there is none of that name
   */
  Style style(Catalogue catalogue) {
    return catalogue.style(styles.keySet().iterator().next());
  }

  /**
   * The controls that say the same.
   *
   * @throws Fault if a style is not there or of another network, or a number is out of its range
   */
  Controls controls(Catalogue catalogue) {
    Map<Style, Double> weights = new LinkedHashMap<>();
    styles.forEach((style, weight) -> weights.put(catalogue.style(style), weight));
    return Controls.of(StyleMix.of(weights))
        .withStrength(strength)
        .withOriginalColours(originalColours)
        .withRenderScale(renderScale)
        .withSteadiness(steadiness);
  }
}
