package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file: the pictures that begin in it, and the sound beside them.
 *
 * @param from its start in seconds from the file's start
 * @param to its end in seconds, no longer part of it; infinite for the file's end
 */
public record Range(double from, double to) {
  /** The whole file. */
  public static final Range ALL = new Range(0, Double.POSITIVE_INFINITY);

  private static final Pattern TIME =
      Pattern.compile("(?:(?:(\\d{1,4}):)?(\\d{1,4}):)?(\\d{1,6}(?:\\.\\d{1,9})?)");

  /**
   * Checks the two ends.
   *
   * @throws Fault if nothing lies between them
   */
  public Range {
    if (!(from < to)) {
      throw Fault.of(
          INVALID, "the range from " + from + " s to " + to + " s is empty", "Let it end later");
    }
  }

  /**
   * Reads a time, {@code 83.5}, {@code 1:23.5} or {@code 0:01:23.5}, in seconds.
   *
   * @param what the option that it was given to, for the message
   * @throws Fault if the text is no such time
   */
  public static double seconds(String what, String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw Fault.of(INVALID, what + " is " + text, "Give seconds, or a time as in 1:23.5");
    }
    int hours = time.group(1) == null ? 0 : Integer.parseInt(time.group(1));
    int minutes = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
    return hours * 3600.0 + minutes * 60.0 + Double.parseDouble(time.group(3));
  }

  /** Whether it is the whole file. */
  public boolean isAll() {
    return equals(ALL);
  }
}
