package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that pictures are brought to before they are painted; their shape is kept.
 *
 * @param width of the box that a picture is fitted into; 0 where only the shorter side counts
 * @param height of that box, or the length of the shorter side
 */
public record Fit(int width, int height) {
  private static final Pattern BOX = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
  private static final Pattern SHORT_SIDE = Pattern.compile("(\\d{1,5})p");
  private static final int SMALLEST = 16;
  private static final int LARGEST = 16384;

  /**
   * Reads {@code 1280x720}, a box, or {@code 720p}, the shorter side.
   *
   * @throws Fault if the text is neither
   */
  public static Fit of(String text) {
    Matcher box = BOX.matcher(text);
    Matcher side = SHORT_SIDE.matcher(text);
    Fit fit = null;
    if (box.matches()) {
      fit = new Fit(Integer.parseInt(box.group(1)), Integer.parseInt(box.group(2)));
    } else if (side.matches()) {
      fit = new Fit(0, Integer.parseInt(side.group(1)));
    }
    boolean small = fit != null && (fit.width != 0 || box.matches()) && fit.width < SMALLEST;
    if (fit == null
        || small
        || fit.height < SMALLEST
        || Math.max(fit.width, fit.height) > LARGEST) {
      throw Fault.of(
          INVALID,
          "--size is " + text,
          "Give WIDTHxHEIGHT to fit into, or the shorter side as in 720p; each from 16 to 16384");
    }
    return fit;
  }

  /** The even size, {width, height}, that a picture of the given size comes to. */
  int[] of(int pictureWidth, int pictureHeight) {
    double scale =
        width == 0
            ? (double) height / Math.min(pictureWidth, pictureHeight)
            : Math.min((double) width / pictureWidth, (double) height / pictureHeight);
    return new int[] {even(pictureWidth * scale), even(pictureHeight * scale)};
  }

  private static int even(double size) {
    return Math.max(2, 2 * (int) Math.round(size / 2));
  }
}
