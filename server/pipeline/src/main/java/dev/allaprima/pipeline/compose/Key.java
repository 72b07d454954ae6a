package dev.allaprima.pipeline.compose;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which part of a picture is painted, found in the source: what is not of a backdrop's colour, or
 * what is bright.
 *
 * @param by what is looked at
 * @param colour of the backdrop, as {@code #rrggbb}; of {@link By#CHROMA} alone
 * @param threshold 0 to 1. By colour: what differs less from the backdrop is backdrop, where 1 is
 *     the distance of a full colour from grey. By brightness: what is darker is backdrop, where 0
 *     is black and 1 is white
 * @param softness 0 to 1, on the same scale: over how much above the threshold the painting comes
 *     in
 * @param inverted whether the backdrop is painted instead
 * @param show what is shown of it
 */
public record Key(
    By by, String colour, double threshold, double softness, boolean inverted, Show show) {
  /** What is looked at. */
  public enum By {
    /** Colour, whatever its brightness: a green or blue screen. */
    CHROMA,
    /** Brightness. */
    LUMA
  }

  /** What is shown. */
  public enum Show {
    /** The painting over the source, which is as it was wherever nothing is painted. */
    OVER,
    /** The painting on black: what a mixer calls fill. */
    FILL,
    /** White where the painting is and black where it is not: what a mixer calls key. */
    MATTE
  }

  /** The green of chroma key cloth and paint. */
  public static final String GREEN = "#00b140";

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

  /**
   * A key with what suits most: half-way between the cloth's green and skin, and half brightness.
   */
  public static Key of(By by) {
    return by == By.CHROMA
        ? new Key(by, GREEN, 0.3, 0.1, false, Show.OVER)
        : new Key(by, GREEN, 0.5, 0.1, false, Show.OVER);
  }

  /**
   * @throws Fault if a value is out of its range; it names the field
   */
  public Key {
    Objects.requireNonNull(by);
    Objects.requireNonNull(show);
    Controls.require("key.threshold", threshold, 0, 1);
    Controls.require("key.softness", softness, 0, 1);
    if (!COLOUR.matcher(colour).matches()) {
      throw Fault.of(
          INVALID, "key.colour is \"" + colour + "\"", "Give red, green and blue, as #00b140");
    }
  }

  /**
   * The value of that name, in lower case.
   *
   * @param field for the message
   * @throws Fault if there is none
   */
  public static <E extends Enum<E>> E named(Class<E> type, String field, String name) {
    StringBuilder names = new StringBuilder();
    for (E value : type.getEnumConstants()) {
      String known = value.name().toLowerCase(Locale.ROOT);
      if (known.equals(name)) {
        return value;
      }
      names.append(names.isEmpty() ? "" : ", ").append(known);
    }
    throw Fault.of(INVALID, field + " is \"" + name + "\"", "Give one of " + names);
  }

  /** The backdrop's U, 16 to 240: BT.601, as frames have it. */
  double u() {
    return 128 + (-37.797 * red() - 74.203 * green() + 112 * blue()) / 255;
  }

  /** Its V. */
  double v() {
    return 128 + (112 * red() - 93.786 * green() - 18.214 * blue()) / 255;
  }

  private int red() {
    return Integer.parseInt(colour, 1, 3, 16);
  }

  private int green() {
    return Integer.parseInt(colour, 3, 5, 16);
  }

  private int blue() {
    return Integer.parseInt(colour, 5, 7, 16);
  }
}
