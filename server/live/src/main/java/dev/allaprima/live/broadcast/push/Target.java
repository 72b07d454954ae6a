package dev.allaprima.live.broadcast.push;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a stream is sent.
 *
 * @param url what is opened; whoever knows it may send there, so it is shown to nobody
 * @param host a name or an address without brackets
 * @param shown the address without its key, password and parameters, for people
 * @param format FFmpeg's name of the muxer; null for WHIP, which has none
 * @param options of the muxer
 * @param token that WHIP shows; null for none
 */
record Target(
    String url,
    String host,
    String shown,
    String format,
    Map<String, String> options,
    String token) {
  private static final int LONGEST = 2048;

  /** RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  // A broadcast has no beginning to go back to.
  private static final Map<String, String> FLV = Map.of("flvflags", "no_duration_filesize");

  /** What an SRT address may ask for: nothing that listens, or binds to another interface. */
  private static final Set<String> SRT_PARAMETERS =
      Set.of("streamid", "passphrase", "pbkeylen", "latency", "mode");

  /**
   * Reads an address.
   *
   * @param token null for none
   * @throws Fault if it is none that a stream can be sent to; it does not repeat the address
   */
  static Target of(String text, String token) {
    URI uri = parse(text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost().replaceAll("^\\[|]$", "");
    String shown = scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    String path = uri.getRawPath();
    // What follows the last slash is the key.
    String known = path.substring(0, path.lastIndexOf('/') + 1);
    String hidden = shown + known + (path.length() > known.length() ? "…" : "");
    boolean http = scheme.equals("http") || scheme.equals("https");
    if (token != null && (!http || token.length() > LONGEST || !TOKEN.matcher(token).matches())) {
      throw bad("a token is for WHIP alone, and of letters and digits", "Leave it out or mend it");
    }
    switch (scheme) {
      case "http", "https" -> {
        if (uri.getRawUserInfo() != null) {
          throw bad("it has a user in it, which WHIP does not", "Give a token");
        }
        // Any part of it may be the key.
        String door = shown + (path.length() > 1 || uri.getRawQuery() != null ? "/…" : "/");
        return new Target(text, host, door, null, Map.of(), token);
      }
      case "rtmp", "rtmps" -> {
        if (path.length() == known.length()) {
          throw bad("it has no stream key", "Write rtmp://HOST/APPLICATION/KEY");
        }
        return new Target(text, host, hidden, "flv", FLV, null);
      }
      case "srt" -> {
        if (uri.getPort() < 0) {
          throw bad("it has no port", "Write srt://HOST:PORT");
        }
        checkSrt(uri.getRawQuery());
        return new Target(text, host, hidden, "mpegts", Map.of(), null);
      }
      case "rtsp" -> {
        // Over UDP a firewall would swallow what nobody is told of.
        return new Target(text, host, hidden, "rtsp", Map.of("rtsp_transport", "tcp"), null);
      }
      default ->
          throw bad(
              "its scheme is " + scheme,
              "Streams are sent to rtmp, rtmps, srt, rtsp, and http(s) for WHIP");
    }
  }

  /** Whether it is sent to by WHIP. */
  boolean isWhip() {
    return format == null;
  }

  private static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw bad("it is no URL", "Write it as rtmp://HOST/APPLICATION/KEY");
    }
    // FFmpeg would read parameters in a fragment, too.
    boolean odd = text.length() > LONGEST || uri.getRawFragment() != null;
    if (odd || uri.getScheme() == null || uri.getHost() == null) {
      throw bad(
          "it names no host, is too long or has a fragment",
          "Write it as rtmp://HOST/APPLICATION/KEY");
    }
    return uri;
  }

  private static void checkSrt(String query) {
    if (query == null) {
      return;
    }
    for (String parameter : query.split("&")) {
      String[] parts = parameter.split("=", 2);
      boolean calls = !parts[0].equals("mode") || parts.length == 2 && parts[1].equals("caller");
      if (!SRT_PARAMETERS.contains(parts[0]) || !calls) {
        throw bad(
            "its parameters ask for more than to call and to send",
            "Leave all out but streamid, passphrase, pbkeylen, latency and mode=caller");
      }
    }
  }

  private static Fault bad(String problem, String remedy) {
    return Fault.of(INVALID, "the address cannot be sent to: " + problem, remedy);
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return shown;
  }
}
