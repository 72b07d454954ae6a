package dev.allaprima.live.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Talks to a server on this machine. */
public final class TestHttp {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  public TestHttp(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /**
   * A request with a body, whose answer must be as the server's document says.
   *
   * @param headers names and values by turns
   */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return exchange(
        method,
        path,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
        headers);
  }

  private HttpResponse<String> exchange(
      String method, String path, BodyPublisher body, String... headers) {
    HttpResponse<String> answer =
        send(request(method, path, body, headers), BodyHandlers.ofString());
    ApiDocument.check(method, path, answer);
    return answer;
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    return headers.length > 0 ? request.headers(headers).build() : request.build();
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The same with the file as its body. */
  public HttpResponse<String> upload(String path, Path file) {
    try {
      return exchange("POST", path, BodyPublishers.ofFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is at the address, as it is; headers are names and values by turns. */
  public HttpResponse<byte[]> bytes(String path, String... headers) {
    return send(request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofByteArray());
  }

  /** An answer line by line, as they come. */
  public HttpResponse<Stream<String>> lines(String path) {
    return send(request("GET", path, BodyPublishers.noBody()), BodyHandlers.ofLines());
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  public HttpResponse<String> delete(String path) {
    return send("DELETE", path, null);
  }

  public HttpResponse<String> postSdp(String path, String sdp) {
    return send("POST", path, sdp, "Content-Type", "application/sdp");
  }

  public HttpResponse<String> restyle(String stream, String style) {
    return patch("/api/v1/streams/" + stream + "/settings", "{\"styles\":{\"" + style + "\":1}}");
  }

  public HttpResponse<String> patch(String path, String json) {
    return send("PATCH", path, json, "Content-Type", "application/merge-patch+json");
  }

  /** PUTs bytes of that type. */
  public HttpResponse<String> put(String path, String type, byte[] body) {
    return exchange("PUT", path, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  /** The body as JSON. */
  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(response.body(), e);
    }
  }
}
