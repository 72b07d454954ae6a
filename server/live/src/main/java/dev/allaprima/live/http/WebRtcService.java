package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.annotation.Nullable;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;

/**
 * WHIP and WHEP: an SDP offer is posted, the answer comes back with the address that ends the
 * session. Candidates travel in the SDP; trickling them (PATCH) is not taken.
 */
public final class WebRtcService {
  private static final MediaType SDP = MediaType.create("application", "sdp");

  private final LiveApi live;

  WebRtcService(LiveApi live) {
    this.live = live;
  }

  @Post("/whip/{name}")
  @Consumes("application/sdp")
  public HttpResponse publish(
      ServiceRequestContext ctx,
      @Param("name") String name,
      @Param("style") @Nullable String style,
      String offer) {
    LiveApi.Session session = live.publish(name, style, offer, ctx.localAddress().getAddress());
    return created("/whip/" + name + "/", session);
  }

  @Delete("/whip/{name}/{session}")
  public HttpResponse unpublish(@Param("name") String name, @Param("session") String session) {
    live.unpublish(name, session);
    return HttpResponse.of(HttpStatus.OK);
  }

  @Post("/whep/{name}")
  @Consumes("application/sdp")
  public HttpResponse watch(ServiceRequestContext ctx, @Param("name") String name, String offer) {
    LiveApi.Session session = live.watch(name, offer, ctx.localAddress().getAddress());
    return created("/whep/" + name + "/", session);
  }

  @Delete("/whep/{name}/{session}")
  public HttpResponse unwatch(@Param("name") String name, @Param("session") String session) {
    live.unwatch(name, session);
    return HttpResponse.of(HttpStatus.OK);
  }

  private static HttpResponse created(String address, LiveApi.Session session) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.CREATED)
            .contentType(SDP)
            .add(HttpHeaderNames.LOCATION, address + session.id())
            .build(),
        HttpData.ofUtf8(session.answer()));
  }
}
