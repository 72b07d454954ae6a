package dev.allaprima.live.broadcast.push;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.access.Reach;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of WHIP (RFC 9725) as its client holds it: begun with an offer, deleted at the end.
 * Every place that the other side leads to is judged like the first one. Java keeps what it has
 * looked up for longer than it takes to connect, so that the place that was judged is the one that
 * is connected to. Used by one thread, but for {@link #cancel}.
 */
final class WhipSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WhipSession.class);
  private static final int MOST_REDIRECTIONS = 5;

  /** Answers have some kilobytes. */
  private static final int LONGEST_ANSWER = 256 * 1024;

  private final Target target;
  private final Reach reach;
  private final int patienceMillis;
  // Null while there is none.
  private URI location;
  // Guarded by this: the request that may have to be cut short.
  private HttpURLConnection asking;

  WhipSession(Target target, Reach reach, long patienceMillis) {
    this.target = target;
    this.reach = reach;
    this.patienceMillis = Math.toIntExact(patienceMillis);
  }

  /**
   * Begins it.
   *
   * @return the answer to the offer
   * @throws Fault if the other side gives none
   */
  String begin(String offer) {
    URI next = URI.create(target.url());
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
      HttpURLConnection connection = null;
      try {
        connection = connect("POST", next);
        byte[] body = offer.getBytes(StandardCharsets.UTF_8);
        // What is sent as a stream is not sent twice by Java itself.
        connection.setFixedLengthStreamingMode(body.length);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/sdp");
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
        int status = connection.getResponseCode();
        String leadsTo = connection.getHeaderField("Location");
        if (status == 307 || status == 308) {
          next = follow(next, leadsTo);
          continue;
        }
        if (status / 100 != 2) {
          throw failed("it answers with status " + status);
        }
        location = leadsTo == null ? null : follow(next, leadsTo);
        return read(connection);
      } catch (IOException e) {
        throw failed(reason(e));
      } finally {
        end(connection);
      }
    }
    throw failed("it leads on and on");
  }

  /** The token goes along, as RFC 9725 has it; never where others can read it on the way. */
  private URI follow(URI from, String to) {
    try {
      URI next = from.resolve(new URI(to == null ? "" : to));
      String scheme = String.valueOf(next.getScheme());
      if (next.getHost() != null && (scheme.equals("https") || scheme.equals(from.getScheme()))) {
        check(next);
        return next;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Said below.
    }
    throw failed("it leads to what is no address or less safe");
  }

  private void check(URI uri) {
    reach.check(uri.getHost().replaceAll("^\\[|]$", ""));
  }

  private HttpURLConnection connect(String method, URI uri) throws IOException {
    check(uri);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(patienceMillis);
    connection.setReadTimeout(patienceMillis);
    connection.setUseCaches(false);
    if (target.token() != null) {
      connection.setRequestProperty("Authorization", "Bearer " + target.token());
    }
    synchronized (this) {
      asking = connection;
    }
    return connection;
  }

  private String read(HttpURLConnection connection) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    byte[] answer = new byte[LONGEST_ANSWER];
    int length = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int more = 0; more >= 0; length += more) {
        more = in.read(answer, length, answer.length - length);
        if (more < 0) {
          return new String(answer, 0, length, StandardCharsets.UTF_8);
        }
        if (length + more == answer.length || System.nanoTime() > deadline) {
          throw failed("its answer does not end");
        }
      }
    }
    throw new AssertionError(length);
  }

  private void end(HttpURLConnection connection) {
    synchronized (this) {
      asking = null;
    }
    if (connection != null) {
      connection.disconnect();
    }
  }

  /** Java's own words name the address now and then. */
  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("://") ? e.getClass().getSimpleName() : message;
  }

  private static Fault failed(String reason) {
    return Fault.of(
        UNAVAILABLE, "WHIP failed: " + reason, "See whether the other side takes WHIP there");
  }

  /** Lets the request that waits now fail. */
  synchronized void cancel() {
    if (asking != null) {
      asking.disconnect();
    }
  }

  /** Deletes the session, if there is one. */
  @Override
  public void close() {
    if (location == null) {
      return;
    }
    HttpURLConnection connection = null;
    try {
      connection = connect("DELETE", location);
      int status = connection.getResponseCode();
      LOG.debug("{} answers goodbye with status {}", target, status);
    } catch (IOException | Fault e) {
      LOG.debug("{} is not told goodbye: {}", target, e.getMessage());
    } finally {
      location = null;
      end(connection);
    }
  }
}
