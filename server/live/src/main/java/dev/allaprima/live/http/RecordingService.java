package dev.allaprima.live.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseEntity;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Head;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import com.linecorp.armeria.server.annotation.StatusCode;
import dev.allaprima.live.record.Recording;
import dev.allaprima.live.record.Recordings;
import java.util.List;

/** Recordings of streams: begun, ended, fetched, deleted. */
public final class RecordingService {
  private static final String ADDRESS = "/api/v1/recordings/";

  private final Recordings recordings;

  RecordingService(Recordings recordings) {
    this.recordings = recordings;
  }

  /** A recording, as JSON; the server's paths are not in it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String id,
      String stream,
      Recording.State state,
      String started,
      double seconds,
      long bytes,
      String file,
      String reason,
      String next) {
    static View of(Recording recording) {
      return new View(
          recording.id(),
          recording.stream(),
          recording.state(),
          recording.started(),
          recording.seconds(),
          recording.bytes(),
          ADDRESS + recording.id() + "/file",
          recording.reason(),
          recording.next());
    }
  }

  @Post("/streams/{name}/recordings")
  @ProducesJson
  public ResponseEntity<View> start(@Param("name") String name) {
    View view = View.of(recordings.start(name));
    return ResponseEntity.of(
        ResponseHeaders.of(HttpStatus.CREATED, HttpHeaderNames.LOCATION, ADDRESS + view.id()),
        view);
  }

  @Get("/recordings")
  @ProducesJson
  public List<View> all() {
    return recordings.all().stream().map(View::of).toList();
  }

  @Get("/recordings/{id}")
  @ProducesJson
  public View one(@Param("id") String id) {
    return View.of(recordings.get(id));
  }

  @Post("/recordings/{id}/stop")
  @ProducesJson
  public View stop(@Param("id") String id) {
    return View.of(recordings.stop(id));
  }

  @Get("/recordings/{id}/file")
  @Head("/recordings/{id}/file")
  public HttpResponse file(HttpRequest request, @Param("id") String id) {
    Recording recording = recordings.get(id);
    String moment = recording.started().substring(0, 19).replaceAll("[-:]", "").replace('T', '-');
    return Download.of(
        request.headers(), recording.file(), recording.stream() + "-" + moment + ".mp4");
  }

  @Delete("/recordings/{id}")
  @StatusCode(204)
  public void delete(@Param("id") String id) {
    recordings.delete(id);
  }
}
