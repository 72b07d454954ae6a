package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How HTTP is served.
 *
 * @param port the TCP port; 0 for any free one
 * @param tlsCert the certificate chain in PEM; null for plain HTTP, which browsers give no camera
 *     but on the machine itself
 * @param tlsKey its key in PEM, not encrypted
 * @param origins whose pages may use the server besides its own, as in {@code
 *     https://studio.example}
 * @param proxies addresses or blocks of them, as in {@code 10.0.0.0/8}, of proxies before the
 *     server: who they say that they ask for counts as the one who asks
 * @param requestsPerSecond of one address, and four times as many at once
 * @param connections at once
 * @param idleSeconds that a connection may go on without a request
 */
public record HttpSettings(
    int port,
    Path tlsCert,
    Path tlsKey,
    List<String> origins,
    List<String> proxies,
    int requestsPerSecond,
    int connections,
    int idleSeconds) {

  /** Where people look for an HTTP server that is not the machine's first. */
  public static final int PORT = 8080;

  /** Twenty viewers behind one address, each of whom fetches five pieces of HLS a second. */
  public static final int REQUESTS_PER_SECOND = 100;

  /** Some for each of several hundred viewers, and far from what a process may open. */
  public static final int CONNECTIONS = 1024;

  /** In numbers: a name would have to be looked up. */
  private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]{2,45}(/\\d{1,3})?");

  /** Between two looks of a page that is open; a browser connects again in a moment. */
  public static final int IDLE_SECONDS = 15;

  /**
   * @throws Fault if a value is out of its range
   */
  public HttpSettings {
    origins = List.copyOf(origins);
    proxies = List.copyOf(proxies);
    require("port", port, 0, 65535);
    require("requestsPerSecond", requestsPerSecond, 1, 1_000_000);
    require("connections", connections, 1, 1_000_000);
    require("idleSeconds", idleSeconds, 1, 3600);
    if ((tlsCert == null) != (tlsKey == null)) {
      throw Fault.of(
          INVALID,
          (tlsCert == null ? "tlsCert" : "tlsKey") + " is missing",
          "Give both tlsCert and tlsKey, or neither");
    }
    for (String proxy : proxies) {
      if (!NETWORK.matcher(proxy).matches()) {
        throw Fault.of(
            INVALID,
            "proxies holds \"" + proxy + "\"",
            "Give addresses, such as 127.0.0.1 or 10.0.0.0/8");
      }
    }
    for (String origin : origins) {
      if (!isOrigin(origin)) {
        throw Fault.of(
            INVALID,
            "origins holds \"" + origin + "\"",
            "Give scheme, host and port alone, such as https://studio.example");
      }
    }
  }

  /** Plain HTTP, for the server's own pages. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        PORT, null, null, List.of(), List.of(), REQUESTS_PER_SECOND, CONNECTIONS, IDLE_SECONDS);
  }

  private static boolean isOrigin(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && (uri.getScheme() + "://" + uri.getRawAuthority()).equals(text)
          && List.of("http", "https").contains(uri.getScheme())
          && uri.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw Fault.of(INVALID, field + " is " + value, "Give " + low + " to " + high);
    }
  }
}
