package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an HTTP server of the JDK's. */
class DownloadTest {
  @TempDir Path folder;
  private final byte[] content = new byte[300_000];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/whole", exchange -> send(exchange, 200, 0, content.length));
    server.createContext("/cut", exchange -> send(exchange, 200, 0, content.length / 3));
    server.createContext(
        "/ranges",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          send(exchange, range == null ? 200 : 206, from, range == null ? 100_000 : content.length);
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", uri("/whole").toString());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Promises everything from {@code from} on, but breaks off at {@code to}. */
  private void send(HttpExchange exchange, int status, int from, int to) throws IOException {
    exchange.sendResponseHeaders(status, content.length - from);
    exchange.getResponseBody().write(content, from, to - from);
    exchange.close();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private Download.Source source(String path) {
    return new Download.Source(uri(path), "weights.h5", md5(content));
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fails(Download.Source source, String... texts) {
    assertThatThrownBy(() -> Download.into(folder.resolve("cache"), source))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll(texts)
        .hasMessageContaining(source.uri().toString())
        .message()
        .doesNotContain("\n");
    assertThat(folder.resolve("cache/weights.h5")).doesNotExist();
  }

  @Test
  void isFetchedOnce() {
    Path file = Download.into(folder.resolve("cache"), source("/moved"));
    assertThat(file).isEqualTo(folder.resolve("cache/weights.h5")).hasBinaryContent(content);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
    server.stop(0);
    assertThat(Download.into(folder.resolve("cache"), source("/whole"))).isEqualTo(file);
  }

  @Test
  void aWrongSumIsThrownAway() {
    Download.Source other = new Download.Source(uri("/whole"), "weights.h5", "00ff");
    fails(other, "instead of 00ff", "thrown away", "--weights FILE");
    assertThat(folder.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void whatBrokeOffGoesOn() {
    fails(source("/ranges"), "broke off after 100000 of 300000 bytes", "Try again");
    Path file = Download.into(folder.resolve("cache"), source("/ranges"));
    assertThat(file).hasBinaryContent(content);
    assertThat(ranges).containsExactly("null", "bytes=100000-");
  }

  @Test
  void aServerWithoutRangesBeginsAgain() {
    fails(source("/cut"), "broke off after 100000 of 300000 bytes");
    assertThat(Download.into(folder.resolve("cache"), source("/whole"))).hasBinaryContent(content);
  }

  @Test
  void whatIsNotThereOrNotReachedIsSaid() {
    fails(source("/none"), "HTTP 404", "--weights FILE");
    Download.Source offline = source("/whole");
    server.stop(0);
    fails(offline, "the server cannot be reached", "--weights FILE");
  }

  @Test
  void aDamagedFileInTheCacheIsSaid() throws IOException {
    Path file = Download.into(folder.resolve("cache"), source("/whole"));
    Files.write(file, Arrays.copyOf(content, 1000));
    assertThatThrownBy(() -> Download.into(folder.resolve("cache"), source("/whole")))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll(file.toString(), "is damaged", "Delete it");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file");
    assertThatThrownBy(() -> Download.into(folder.resolve("cache"), source("/whole")))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll("cannot be written", "ALLAPRIMA_CACHE");
  }
}
