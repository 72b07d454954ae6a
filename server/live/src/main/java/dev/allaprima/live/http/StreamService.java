package dev.allaprima.live.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Default;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Patch;
import com.linecorp.armeria.server.annotation.ProducesJson;
import com.linecorp.armeria.server.annotation.Put;
import com.linecorp.armeria.server.annotation.StatusCode;
import dev.allaprima.live.access.Role;
import java.util.List;

/** {@code /api/v1/streams}: what there is, how it is painted, how it does. */
public final class StreamService {
  /** A picture for the whole of a 4K frame; settings are smaller by far. */
  static final int MAX_BODY = 16 * 1024 * 1024;

  /** Who sets a stream may not end it: another may publish it. */
  static final Needs NEEDS =
      (method, route) ->
          method == HttpMethod.DELETE && route.endsWith("/streams/:name")
              ? Role.ADMIN
              : Needs.of(Role.VIEW, Role.PUBLISH).role(method, route);

  private final LiveApi live;
  private final ObjectMapper json;

  /**
   * @param json writes events
   */
  StreamService(LiveApi live, ObjectMapper json) {
    this.live = live;
    this.json = json;
  }

  @Get("/streams")
  @ProducesJson
  public List<LiveApi.Status> streams() {
    return live.streams();
  }

  @Get("/streams/{name}")
  @ProducesJson
  public LiveApi.Status stream(@Param("name") String name) {
    return live.stream(name);
  }

  @Delete("/streams/{name}")
  @StatusCode(204)
  public void end(@Param("name") String name) {
    live.end(name);
  }

  @Get("/streams/{name}/ending")
  @ProducesJson
  public LiveApi.Ending ending(@Param("name") String name) {
    return live.ending(name);
  }

  @Get("/streams/{name}/settings")
  @ProducesJson
  public LiveApi.PaintSettings settings(@Param("name") String name) {
    return live.settings(name);
  }

  @Patch("/streams/{name}/settings")
  @Consumes("application/merge-patch+json")
  @Consumes("application/json")
  @ProducesJson
  public LiveApi.PaintSettings change(@Param("name") String name, String patch) {
    return live.change(name, SettingsReader.read(patch));
  }

  @Put("/streams/{name}/overlay")
  @Consumes("image/png")
  @ProducesJson
  public LiveApi.PaintSettings overlay(
      @Param("name") String name,
      @Param("place") @Default("bottom-right") String place,
      @Param("scale") @Default("1") double scale,
      @Param("opacity") @Default("1") double opacity,
      byte[] png) {
    return live.overlay(name, png, new LiveApi.OverlayView(place, scale, opacity));
  }

  @Delete("/streams/{name}/overlay")
  @StatusCode(204)
  public void removeOverlay(@Param("name") String name) {
    LiveApi.OverlayPatch none = new LiveApi.OverlayPatch(true, null, null, null);
    live.change(
        name,
        new LiveApi.SettingsPatch(
            null, null, null, null, null, null, null, null, null, none, null));
  }

  @Get("/streams/{name}/events")
  public HttpResponse events(ServiceRequestContext ctx, @Param("name") String name) {
    live.stream(name);
    return Events.everySecond(ctx, json, "statistics", () -> live.stream(name));
  }

  @Get("/streams/{name}/snapshot")
  public HttpResponse snapshot(@Param("name") String name) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JPEG)
            .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build(),
        HttpData.wrap(live.snapshot(name)));
  }
}
