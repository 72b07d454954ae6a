package dev.allaprima.live.http;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import java.util.function.Function;

/** Lets in who shows the token that a service needs, or its cookie, before anything is read. */
record Access(Tokens tokens, SessionCookie cookies) {
  private static final String SCHEME = "bearer ";

  /** A decorator that guards a service. */
  Function<HttpService, HttpService> guard(Needs needs) {
    return service ->
        service.decorate((delegate, ctx, request) -> serve(delegate, ctx, request, needs));
  }

  private HttpResponse serve(
      HttpService delegate, ServiceRequestContext ctx, HttpRequest request, Needs needs)
      throws Exception {
    Role needed = needs.role(request.method(), ctx.config().route().patternString());
    if (needed == null || !tokens.needed(needed)) {
      return delegate.serve(ctx, request);
    }
    String token = token(request);
    Role shown = token == null ? cookie(request) : tokens.role(token);
    if (shown == null) {
      // No count of wrong ones: 16 characters are not guessed at the rate that an address has.
      return refused(
          HttpStatus.UNAUTHORIZED, token == null ? "" : ", error=\"invalid_token\"", needed);
    }
    if (!shown.includes(needed)) {
      return refused(HttpStatus.FORBIDDEN, ", error=\"insufficient_scope\"", needed);
    }
    return delegate.serve(ctx, request);
  }

  private static String token(HttpRequest request) {
    String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return bearer ? header.substring(SCHEME.length()).strip() : null;
  }

  private Role cookie(HttpRequest request) {
    for (Cookie cookie : request.headers().cookies()) {
      Role role = cookie.name().equals(SessionCookie.NAME) ? cookies.role(cookie.value()) : null;
      if (role != null) {
        return role;
      }
    }
    return null;
  }

  /** RFC 6750, section 3. */
  private static HttpResponse refused(HttpStatus status, String error, Role needed) {
    return Problems.of(
            status,
            "this needs the token of the role "
                + needed
                + (status == HttpStatus.FORBIDDEN ? ", and the one shown is of another" : "")
                + ". Send it as Authorization: Bearer TOKEN, or open a session with it")
        .toHttpResponse()
        .mapHeaders(
            headers ->
                headers.toBuilder()
                    .set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"allaprima\"" + error)
                    .build());
  }
}
