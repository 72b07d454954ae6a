package dev.allaprima.live.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseEntity;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import com.linecorp.armeria.server.annotation.StatusCode;
import dev.allaprima.live.pull.PullStatus;
import dev.allaprima.live.pull.Source;
import dev.allaprima.live.pull.Sources;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/sources}: what the server fetches by itself. */
public final class SourceService {
  private final Sources sources;

  SourceService(Sources sources) {
    this.sources = sources;
  }

  /** A source as it is asked for. */
  public record NewSource(String name, String url, String style, boolean onDemand) {}

  /** A source as JSON; its address is without a password. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String name,
      String url,
      @JsonInclude(JsonInclude.Include.ALWAYS) String style,
      boolean onDemand,
      String state,
      String reason) {
    static View of(PullStatus status) {
      return new View(
          status.name(),
          status.url(),
          status.style(),
          status.onDemand(),
          status.state().name().toLowerCase(Locale.ROOT),
          status.reason());
    }
  }

  @Get("/sources")
  @ProducesJson
  public List<View> all() {
    return sources.statuses().stream().map(View::of).toList();
  }

  @Post("/sources")
  @Consumes("application/json")
  @ProducesJson
  public ResponseEntity<View> add(NewSource source) {
    PullStatus status =
        sources.add(new Source(source.name(), source.url(), source.style(), source.onDemand()));
    return ResponseEntity.of(
        ResponseHeaders.of(
            HttpStatus.CREATED, HttpHeaderNames.LOCATION, "/api/v1/sources/" + status.name()),
        View.of(status));
  }

  @Delete("/sources/{name}")
  @StatusCode(204)
  public void remove(@Param("name") String name) {
    sources.remove(name);
  }
}
