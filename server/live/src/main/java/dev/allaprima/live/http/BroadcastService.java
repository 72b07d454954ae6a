package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.INVALID;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseEntity;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import com.linecorp.armeria.server.annotation.StatusCode;
import dev.allaprima.live.access.Role;
import dev.allaprima.live.broadcast.push.Pushes;
import dev.allaprima.models.Fault;
import java.util.List;

/** {@code /api/v1}: where streams are sent, and a stream as a row of JPEG pictures. */
public final class BroadcastService {
  /** Where a stream goes is the administrator's matter; who may see it may see it as JPEG. */
  static final Needs NEEDS = (method, route) -> route.endsWith("/mjpeg") ? Role.VIEW : Role.ADMIN;

  private final BroadcastApi live;

  BroadcastService(BroadcastApi live) {
    this.live = live;
  }

  /**
   * Where a stream is to be sent.
   *
   * @param token that WHIP shows there; null for none
   */
  public record NewPush(String url, String token) {
    /** Does not tell the secret. */
    @Override
    public String toString() {
      return "NewPush";
    }
  }

  @Get("/streams/{name}/pushes")
  @ProducesJson
  public List<Pushes.Status> pushes(@Param("name") String name) {
    return live.pushes(name);
  }

  @Post("/streams/{name}/pushes")
  @Consumes("application/json")
  @ProducesJson
  public ResponseEntity<Pushes.Status> start(@Param("name") String name, NewPush push) {
    if (push.url() == null) {
      throw Fault.of(INVALID, "the body names no url", "Send {\"url\": \"rtmp://HOST/APP/KEY\"}");
    }
    Pushes.Status started = live.startPush(name, push.url(), push.token());
    return ResponseEntity.of(
        ResponseHeaders.of(
            HttpStatus.CREATED,
            HttpHeaderNames.LOCATION,
            "/api/v1/streams/" + name + "/pushes/" + started.id()),
        started);
  }

  @Delete("/streams/{name}/pushes/{id}")
  @StatusCode(204)
  public void stop(@Param("name") String name, @Param("id") String id) {
    live.stopPush(name, id);
  }

  @Get("/streams/{name}/mjpeg")
  public HttpResponse jpegs(ServiceRequestContext ctx, @Param("name") String name) {
    return MotionJpegResponse.begin(ctx, sink -> live.jpegs(name, sink));
  }
}
