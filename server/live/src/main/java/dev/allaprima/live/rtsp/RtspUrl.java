package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a stream or of one of its tracks: {@code rtsp://HOST/NAME?style=STYLE/TRACK}.
 * Clients put a track's name behind the query, as RFC 2326 has it in appendix C.1.1.
 *
 * @param base the stream's own address, without what is behind it
 * @param name of the stream
 * @param style that is asked for; null for none
 */
record RtspUrl(String base, String name, String style) {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)(rtsps?://[^/?#\\s]{1,300}/([A-Za-z0-9_-]{1,64}))/?(\\?[^#\\s]*|/[^#\\s]*)?");
  private static final Pattern STYLE = Pattern.compile("[?&]style=([A-Za-z0-9_-]{1,64})");

  /**
   * @throws Fault if it names no stream
   */
  static RtspUrl parse(String text) {
    Matcher url = URL.matcher(text);
    if (text.length() > 2048 || !url.matches()) {
      throw Fault.of(
          INVALID,
          "the address names no stream",
          "Use rtsp://HOST:PORT/NAME with 1 to 64 letters, digits, dashes and underscores");
    }
    String rest = url.group(3) == null ? "" : url.group(3);
    Matcher style = STYLE.matcher(rest);
    return new RtspUrl(url.group(1), url.group(2), style.find() ? style.group(1) : null);
  }
}
