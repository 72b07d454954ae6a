package dev.allaprima.pipeline.compose;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.models.StyleMix;
import java.util.Objects;

/**
 * How the pictures of a stream are made from here on. A value; a {@link Composer} may be given
 * another at any time.
 *
 * @param mix the network's styles by weight
 * @param fadeSeconds how long the styles take to change from those before to {@code mix}, on the
 *     stream's clock, 0 to 600. 0, so that a change is seen at once
 * @param strength how much of the painting is shown: from 0, the source, to 1, the painting. 1,
 *     since painting is what is asked for
 * @param originalColours whether the colours are the source's and only the brightness is painted
 * @param renderScale width and height that are painted, as a part of the frame's, 0.25 to 1: less
 *     is faster and has larger strokes. 1, the network's own strokes
 * @param steadiness how much a still picture's flicker is held down, 0 (not at all) to 1. 0, since
 *     it costs a little time and a network that learnt to be steady has no need of it
 * @param split part of the width, from the left, that shows the source beside the painting, 0 to 1.
 *     0, since it is for comparing
 * @param key which part of the picture is painted, or null for all of it
 * @param inset where the painting lies small over the source, or null for the whole frame
 * @param overlay what lies over the picture, or null for nothing
 */
public record Controls(
    StyleMix mix,
    double fadeSeconds,
    double strength,
    boolean originalColours,
    double renderScale,
    double steadiness,
    double split,
    Key key,
    Inset inset,
    Overlay overlay) {

  public static final double LONGEST_FADE = 600;
  public static final double SMALLEST_SCALE = 0.25;

  /**
   * @throws Fault if a number is out of its range; it names the field, the value and the range
   */
  public Controls {
    Objects.requireNonNull(mix);
    require("fadeSeconds", fadeSeconds, 0, LONGEST_FADE);
    require("strength", strength, 0, 1);
    require("renderScale", renderScale, SMALLEST_SCALE, 1);
    require("steadiness", steadiness, 0, 1);
    require("split", split, 0, 1);
  }

  /** The painting in these styles as the network gives it. */
  public static Controls of(StyleMix mix) {
    return new Controls(mix, 0, 1, false, 1, 0, 0, null, null, null);
  }

  public Controls withMix(StyleMix mix) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withFade(double seconds) {
    return new Controls(
        mix,
        seconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withStrength(double strength) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withOriginalColours(boolean originalColours) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withRenderScale(double renderScale) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withSteadiness(double steadiness) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  public Controls withSplit(double split) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  /** The same with another key; null takes it away. */
  public Controls withKey(Key key) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  /** The same with another inset; null takes it away. */
  public Controls withInset(Inset inset) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  /** The same with another overlay; null takes it away. */
  public Controls withOverlay(Overlay overlay) {
    return new Controls(
        mix,
        fadeSeconds,
        strength,
        originalColours,
        renderScale,
        steadiness,
        split,
        key,
        inset,
        overlay);
  }

  static void require(String field, double value, double low, double high) {
    // Not a number is in no range.
    if (!(value >= low && value <= high)) {
      throw Fault.of(
          INVALID, field + " is " + value, "Give %s to %s".formatted(plain(low), plain(high)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
