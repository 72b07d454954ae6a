package dev.allaprima.live.http;

import static com.linecorp.armeria.common.HttpHeaderNames.ORIGIN;
import static com.linecorp.armeria.common.HttpHeaderNames.SET_COOKIE;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Consumes;
import com.linecorp.armeria.server.annotation.Delete;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Post;
import com.linecorp.armeria.server.annotation.ProducesJson;
import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;

/** {@code /api/v1}, before any token is shown: what the server is, and the session of a page. */
@ProducesJson
public final class EntryService {
  private final LiveApi live;
  private final Tokens tokens;
  private final SessionCookie cookies;

  EntryService(LiveApi live, Tokens tokens, SessionCookie cookies) {
    this.live = live;
    this.tokens = tokens;
    this.cookies = cookies;
  }

  /** Which roles need a token. */
  public record Secure(boolean publish, boolean view, boolean admin) {}

  /** What the server is; see {@link LiveApi.Engine}. */
  public record EngineView(
      String device,
      String version,
      String style,
      String precision,
      LiveApi.Capacity capacity,
      Secure secure) {}

  /** A token to be changed for a cookie. */
  public record Shown(String token) {
    /** The token is left out of whatever is printed. */
    @Override
    public String toString() {
      return "Shown[***]";
    }
  }

  /** The role that a session has. */
  public record Session(String role) {}

  @Get("/engine")
  public EngineView engine() {
    LiveApi.Engine engine = live.engine();
    return new EngineView(
        engine.device(),
        engine.version(),
        engine.style(),
        engine.precision(),
        engine.capacity(),
        new Secure(
            tokens.needed(Role.PUBLISH), tokens.needed(Role.VIEW), tokens.needed(Role.ADMIN)));
  }

  @Post("/session")
  @Consumes("application/json")
  public HttpResponse open(ServiceRequestContext ctx, HttpRequest request, Shown shown) {
    Role role = shown.token() == null ? null : tokens.role(shown.token());
    if (role == null) {
      return Problems.of(
              HttpStatus.UNAUTHORIZED,
              "this is no token of the server. Check it, or ask whoever runs the server")
          .toHttpResponse();
    }
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON_UTF_8)
            .add(SET_COOKIE, cookies.issue(role, secure(ctx, request)).toSetCookieHeader())
            .build();
    return HttpResponse.ofJson(headers, new Session(role.toString()));
  }

  @Delete("/session")
  public HttpResponse close(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .add(SET_COOKIE, cookies.forgotten(secure(ctx, request)).toSetCookieHeader())
            .build());
  }

  /** Whether the browser reaches us by TLS, here or at a proxy before us: it says so itself. */
  private static boolean secure(ServiceRequestContext ctx, HttpRequest request) {
    return ctx.sessionProtocol().isTls()
        || request.headers().get(ORIGIN, "").startsWith("https://");
  }
}
