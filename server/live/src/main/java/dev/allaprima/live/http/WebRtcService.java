package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.annotation.Nullable;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Head;
import com.linecorp.armeria.server.annotation.Options;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Patch;
import com.linecorp.armeria.server.annotation.Path;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.Put;

/**
 * WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): an SDP offer is posted, the answer comes back
 * with the address of the session, which takes further candidates and ends the session.
 *
 * <p>ICE is not restarted: libwebrtc would need a second port for it, and a connection has one. So
 * sessions have no entity tag (section 4.3.3); a peer that asks is told to begin a new session,
 * while its viewers see a slate.
 */
public final class WebRtcService {
  private static final String SDP = "application/sdp";
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  private final LiveApi live;

  WebRtcService(LiveApi live) {
    this.live = live;
  }

  @Post("/whip/{name}")
  @Consumes(SDP)
  public HttpResponse publish(
      ServiceRequestContext ctx,
      @Param("name") String name,
      @Param("style") @Nullable String style,
      String offer) {
    LiveApi.Session session = live.publish(name, style, offer, ctx.localAddress().getAddress());
    return created("/whip/" + name + "/", session);
  }

  @Patch("/whip/{name}/{session}")
  @Consumes(FRAGMENT)
  public HttpResponse tricklePublisher(
      @Param("name") String name, @Param("session") String session, String fragment) {
    return trickled(live.tricklePublisher(name, session, fragment));
  }

  @Delete("/whip/{name}/{session}")
  public HttpResponse unpublish(@Param("name") String name, @Param("session") String session) {
    live.unpublish(name, session);
    return HttpResponse.of(HttpStatus.OK);
  }

  @Post("/whep/{name}")
  @Consumes(SDP)
  public HttpResponse watch(ServiceRequestContext ctx, @Param("name") String name, String offer) {
    LiveApi.Session session = live.watch(name, offer, ctx.localAddress().getAddress());
    return created("/whep/" + name + "/", session);
  }

  @Patch("/whep/{name}/{session}")
  @Consumes(FRAGMENT)
  public HttpResponse trickleViewer(
      @Param("name") String name, @Param("session") String session, String fragment) {
    return trickled(live.trickleViewer(name, session, fragment));
  }

  @Delete("/whep/{name}/{session}")
  public HttpResponse unwatch(@Param("name") String name, @Param("session") String session) {
    live.unwatch(name, session);
    return HttpResponse.of(HttpStatus.OK);
  }

  @Options
  @Path("/whip/{name}")
  @Path("/whep/{name}")
  public HttpResponse options(@Param("name") String name) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .add(HttpHeaderNames.ALLOW, "OPTIONS, POST")
            .add("accept-post", SDP)
            .build());
  }

  /** What RFC 9725, section 4.2, keeps for later; the pages would say 404. */
  @Get
  @Head
  @Put
  @Delete
  @Patch
  @Path("/whip/{name}")
  @Path("/whep/{name}")
  public HttpResponse reserved(@Param("name") String name) {
    return notAllowed("stream " + name, HttpMethod.OPTIONS, HttpMethod.POST);
  }

  /** The same for sessions. */
  @Get
  @Head
  @Put
  @Post
  @Path("/whip/{name}/{session}")
  @Path("/whep/{name}/{session}")
  public HttpResponse reservedOfSession(
      @Param("name") String name, @Param("session") String session) {
    return notAllowed(
        "session " + session + " of stream " + name, HttpMethod.DELETE, HttpMethod.PATCH);
  }

  private static HttpResponse notAllowed(String whose, HttpMethod one, HttpMethod other) {
    String allowed = one + ", " + other;
    return Problems.of(
            HttpStatus.METHOD_NOT_ALLOWED, "the address of " + whose + " takes " + allowed)
        .toHttpResponse()
        .mapHeaders(headers -> headers.toBuilder().set(HttpHeaderNames.ALLOW, allowed).build());
  }

  private static HttpResponse trickled(boolean taken) {
    if (taken) {
      return HttpResponse.of(HttpStatus.NO_CONTENT);
    }
    return Problems.of(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "ICE is not restarted here. Delete the session and post a new offer")
        .toHttpResponse();
  }

  private HttpResponse created(String address, LiveApi.Session session) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.CREATED)
            .contentType(MediaType.parse(SDP))
            .add(HttpHeaderNames.LOCATION, address + session.id())
            .add(HttpHeaderNames.ACCEPT_PATCH, FRAGMENT)
            .add(HttpHeaderNames.LINK, live.iceServers())
            .build(),
        HttpData.ofUtf8(session.answer()));
  }
}
