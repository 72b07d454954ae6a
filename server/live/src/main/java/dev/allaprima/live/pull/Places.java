package dev.allaprima.live.pull;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.access.Reach;
import dev.allaprima.models.Fault;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of sources: what may be fetched, and where it may lie. A name is looked up before it is
 * judged, and FFmpeg is told the address, not the name: it cannot mean another place a moment
 * later. Callable from any thread; may wait for the name service.
 */
final class Places {
  private static final int LONGEST = 2048;

  /** As FFmpeg takes an address apart: what is before the last @ of the host's part is a user. */
  private static final Pattern URL =
      Pattern.compile(
          "([a-z]{2,8})://(?:([\\x21-\\x7e&&[^/?#]]*)@)?"
              + "(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,253})?"
              + "(:\\d{1,5})?([/?#][\\x21-\\x7e]*)?");

  private static final Set<String> SCHEMES =
      Set.of("rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "http", "https");

  private final Reach reach;

  Places(Reach reach) {
    this.reach = reach;
  }

  /**
   * An address that may be fetched from.
   *
   * @param url as it was given
   * @param pinned the same with the host's address instead of its name
   * @param user what is before the @; null if there is nothing
   * @param shown without what may be secret: user and query
   */
  record Place(String scheme, String url, String pinned, String user, String shown) {
    boolean isHttp() {
      return scheme.startsWith("http");
    }

    boolean isRtsp() {
      return scheme.startsWith("rtsp");
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
      return shown;
    }
  }

  /**
   * Checks how the address is written; looks nothing up.
   *
   * @return it as it may be shown
   * @throws Fault if it is none that is fetched from
   */
  static String shown(String url) {
    return shown(match(url));
  }

  private static String shown(Matcher url) {
    String port = url.group(4) == null ? "" : url.group(4);
    String path = url.group(5) == null ? "" : url.group(5).replaceAll("[?#].*", "");
    return url.group(1) + "://" + host(url) + port + path;
  }

  private static String host(Matcher url) {
    return url.group(3) == null ? "" : url.group(3);
  }

  private static Matcher match(String url) {
    Matcher matcher = URL.matcher(url);
    if (url.length() > LONGEST || !matcher.matches() || !SCHEMES.contains(matcher.group(1))) {
      throw Fault.of(
          INVALID,
          "the source's url is none that can be fetched",
          "Give one that begins with rtsp, rtsps, rtmp, rtmps, srt, udp, http or https and ://");
    }
    return matcher;
  }

  /**
   * Looks the address's host up and judges where it is.
   *
   * @throws Fault if it is not known, or a place that is not allowed
   */
  Place find(String url) {
    Matcher matcher = match(url);
    String host = host(matcher);
    InetAddress address = lookUp(host);
    String pinned = "";
    if (!host.isEmpty()) {
      String literal = address.getHostAddress().replaceAll("%.*", "");
      pinned = address instanceof Inet4Address ? literal : "[" + literal + "]";
    }
    String user = matcher.group(2);
    String rest =
        (matcher.group(4) == null ? "" : matcher.group(4))
            + (matcher.group(5) == null ? "" : matcher.group(5));
    String before = matcher.group(1) + "://" + (user == null ? "" : user + "@");
    return new Place(matcher.group(1), url, before + pinned + rest, user, shown(matcher));
  }

  private InetAddress lookUp(String host) {
    // Without a host, as in udp://:5000, it is this machine that listens.
    String name = host.isEmpty() ? "0.0.0.0" : host.replaceAll("[\\[\\]]", "");
    reach.check(name);
    try {
      // What was judged a moment ago: Java keeps it for longer than that.
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw Fault.of(INVALID, "host " + name + " is not known", "Check the source's url", e);
    }
  }
}
