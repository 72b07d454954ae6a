package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.ProducesJson;
import dev.allaprima.live.access.Tokens;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.live.record.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  private static final String SAID = "/srv/a/x/model.onnx is cut off";
  private static final String TOLD = "x/model.onnx is cut off";

  private final ObjectMapper json = Json.hiding(new HostPaths(List.of(Path.of("/srv/a"))));

  static List<Object> answers() {
    return List.of(
        new LiveApi.Ending("painting", SAID),
        new Pushes.Status("p1", "rtmp://example.net/live/…", "waiting", SAID),
        new SourceService.View("cam", "rtsp://example.net/", null, true, "broken", SAID),
        new RecordingService.View("1", "cam", Recording.State.FAILED, "", 0, 0, "/f", SAID, null));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void reasonsNameNoFolderOfTheServer(Object answer) throws JsonProcessingException {
    assertThat(json.valueToTree(answer).get("reason").asText()).isEqualTo(TOLD);
    assertThat(json.writeValueAsString(List.of(answer))).doesNotContain("/srv");
  }

  record Painted(List<String> notes) {}

  @Test
  void notesNameNoFolderOfTheServer() {
    JsonNode told = json.valueToTree(new Painted(List.of("no sound", SAID)));
    assertThat(told.get("notes")).map(JsonNode::asText).containsExactly("no sound", TOLD);
  }

  /** Says why, as JSON and as an event. */
  public final class Saying {
    @Get("/answer")
    @ProducesJson
    public LiveApi.Ending answer() {
      return new LiveApi.Ending("painting", SAID);
    }

    @Get("/event")
    public HttpResponse event(ServiceRequestContext ctx) {
      return Events.of(ctx, json, "ending", this::answer, ending -> true);
    }
  }

  @Test
  void everyDoorHidesThem() throws IOException {
    ServerBuilder builder = Server.builder().http(0);
    SessionCookie cookies = new SessionCookie(Tokens.NONE, InstantSource.system());
    Doors doors = new Doors(builder, new Access(Tokens.NONE, cookies), json);
    doors.service("/service", new Saying(), Needs.NOTHING);
    doors.transfers("/transfers", new Saying(), Needs.NOTHING);
    try (Server server = builder.build()) {
      server.start().join();
      for (String address : List.of("service/answer", "transfers/answer", "service/event")) {
        URL url = new URL("http://127.0.0.1:" + server.activeLocalPort() + "/" + address);
        try (InputStream answer = url.openStream()) {
          assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
              .as(address)
              .contains('"' + TOLD + '"');
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void othersAreWrittenAsEver(Object answer) throws JsonProcessingException {
    String asEver = new ObjectMapper().writeValueAsString(answer);
    assertThat(json.writeValueAsString(answer)).isEqualTo(asEver.replace(SAID, TOLD));
  }
}
