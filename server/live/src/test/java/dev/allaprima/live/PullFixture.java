package dev.allaprima.live;

import static dev.allaprima.live.testing.TestHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.allaprima.live.testing.TestHttp;
import dev.allaprima.live.testing.TestSettings;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.stylize.Device;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A second server, which fetches sources from this machine. */
abstract class PullFixture extends LiveServerFixture {
  static LiveServer puller;
  private static TestHttp rest;

  @BeforeAll
  static void startPuller() {
    Settings settings =
        TestSettings.of(data.resolve("puller"), "style", "negative", "reach.allowed", "127.0.0.1");
    puller = LiveServer.start(settings, Catalogue.at(styles), Device.select("cpu", 1), "test");
    rest = new TestHttp(puller.port());
  }

  @AfterAll
  static void stopPuller() {
    puller.close();
  }

  @AfterEach
  void removeSources() {
    json(rest.get("/api/v1/sources"))
        .forEach(source -> rest.delete("/api/v1/sources/" + source.get("name").asText()));
  }

  /** Asks for a source that is fetched whether somebody watches or not. */
  static void add(String name, String url) {
    String body =
        "{\"name\":\"%s\",\"url\":\"%s\",\"style\":null,\"onDemand\":false}".formatted(name, url);
    HttpResponse<String> made =
        rest.send("POST", "/api/v1/sources", body, "Content-Type", "application/json");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  /** The only source. */
  static JsonNode source() {
    JsonNode all = json(rest.get("/api/v1/sources"));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  static String state() {
    return source().get("state").asText();
  }
}
