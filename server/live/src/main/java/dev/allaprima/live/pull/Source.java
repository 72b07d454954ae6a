package dev.allaprima.live.pull;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Pattern;

/**
 * What is to be fetched.
 *
 * @param name of the stream that it becomes
 * @param url where it is; may hold a password, so that it is not shown
 * @param style that it is painted in; null for the server's default
 * @param onDemand whether it is fetched only while somebody watches, or else always
 */
public record Source(String name, String url, String style, boolean onDemand) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * @throws Fault if the name is none
   */
  public Source {
    if (name == null || !NAME.matcher(name).matches()) {
      throw Fault.of(
          INVALID,
          "\"" + name + "\" cannot name a source",
          "Use 1 to 64 letters, digits, dashes and underscores");
    }
    if (url == null) {
      throw Fault.of(INVALID, "source " + name + " has no url", "Give the camera's address");
    }
  }

  /**
   * Reads {@code NAME URL}, behind which {@code style=STYLE} and {@code on-demand} may stand.
   *
   * @throws Fault if it is none; without the address, which may hold a password
   */
  public static Source parse(String text) {
    String[] words = text.strip().split("\\s+");
    String style = null;
    boolean onDemand = false;
    for (int i = 2; i < words.length; i++) {
      if (words[i].startsWith("style=")) {
        style = words[i].substring("style=".length());
      } else if (words[i].equals("on-demand")) {
        onDemand = true;
      } else {
        throw Fault.of(
            INVALID,
            "sources has " + words[0] + " with \"" + words[i] + "\" behind its address",
            "Only style=STYLE and on-demand may stand there");
      }
    }
    if (words.length < 2) {
      throw Fault.of(
          INVALID, "sources has one without an address", "Write each as NAME URL, with a space");
    }
    return new Source(words[0], words[1], style, onDemand);
  }

  /** Without the address, which may hold a password. */
  @Override
  public String toString() {
    return "Source " + name;
  }
}
