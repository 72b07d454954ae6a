package dev.allaprima.live.pull;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * The body of an HTTP answer, for FFmpeg to read. FFmpeg's own HTTP would follow a redirection to
 * any place; here each is judged like the first address. Java keeps what it has looked up for
 * longer than it takes to connect, so that the place that was judged is the one that is connected
 * to.
 */
final class HttpInput implements PacketIo.Port, AutoCloseable {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int CONNECT_MILLIS = 10_000;

  /** A live playlist's segments come within their length. */
  private static final int READ_MILLIS = 15_000;

  private final HttpURLConnection connection;
  private final InputStream body;
  private final byte[] chunk = new byte[16 * 1024];

  private HttpInput(HttpURLConnection connection, InputStream body) {
    this.connection = connection;
    this.body = body;
  }

  /**
   * Asks for the address; waits for the answer's head.
   *
   * @param range value of a Range header; null for all of it
   * @throws Fault if it is a place that is not allowed, or does not answer well
   */
  static HttpInput open(Places places, String url, String range) {
    String next = url;
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
      Places.Place place = places.find(next);
      if (!place.isHttp()) {
        throw unavailable(place.shown(), "it leads to another protocol");
      }
      try {
        HttpURLConnection connection = connect(place, range);
        int status = connection.getResponseCode();
        if (status == 200 || status == 206) {
          return new HttpInput(connection, connection.getInputStream());
        }
        String location = connection.getHeaderField("Location");
        connection.disconnect();
        if (status / 100 != 3 || location == null) {
          throw unavailable(place.shown(), "it answers with status " + status);
        }
        next = new URI(next).resolve(location).toString();
      } catch (IOException | URISyntaxException | IllegalArgumentException e) {
        throw unavailable(place.shown(), String.valueOf(e.getMessage()));
      }
    }
    throw unavailable(Places.shown(url), "it leads on and on");
  }

  private static HttpURLConnection connect(Places.Place place, String range) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(place.url()).toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setUseCaches(false);
    if (place.user() != null) {
      String user = URLDecoder.decode(place.user(), StandardCharsets.UTF_8);
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      String credentials = Base64.getEncoder().encodeToString(bytes);
      connection.setRequestProperty("Authorization", "Basic " + credentials);
    }
    if (range != null) {
      connection.setRequestProperty("Range", range);
    }
    return connection;
  }

  private static Fault unavailable(String shown, String reason) {
    return Fault.of(
        UNAVAILABLE, shown + " cannot be fetched (" + reason + ")", "Check that it is there");
  }

  @Override
  public int read(BytePointer to, int room) {
    try {
      int length = body.read(chunk, 0, Math.min(room, chunk.length));
      if (length < 0) {
        return avutil.AVERROR_EOF;
      }
      to.put(chunk, 0, length);
      return length;
    } catch (IOException e) {
      return avutil.AVERROR_EXTERNAL;
    }
  }

  @Override
  public void write(BytePointer packet, int length) {
    throw new UnsupportedOperationException("an answer is only read");
  }

  /** Ends it, also while another thread reads. */
  @Override
  public void close() {
    connection.disconnect();
  }
}
