package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps other people's web pages from driving a server on their visitor's machine: what changes
 * something must come from a page of this server, of a trusted origin or from no page at all. On a
 * loopback address the host must be named as one too, so that a foreign name that was pointed there
 * is of no use.
 */
record SameOrigin(boolean loopback, Set<String> trusted) implements DecoratingHttpServiceFunction {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

  @Override
  public HttpResponse serve(HttpService delegate, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    String host = request.authority() == null ? "" : request.authority().toLowerCase(Locale.ROOT);
    boolean proxied = trusted.stream().anyMatch(page -> host.equals(hostOf(page)));
    if (loopback && !proxied && !LOOPBACK.matcher(host).matches()) {
      return forbidden(
          "this server is for its own machine and not for \""
              + host
              + "\". Use http://127.0.0.1, or start it with another --host");
    }
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    if (!reads && origin != null && !trusted.contains(origin) && !host.equals(hostOf(origin))) {
      return forbidden(
          "a page of " + origin + " may not use this server. Open the page that it serves itself");
    }
    return delegate.serve(ctx, request);
  }

  private static String hostOf(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority == null ? null : authority.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static HttpResponse forbidden(String detail) {
    return Problems.of(HttpStatus.FORBIDDEN, detail).toHttpResponse();
  }
}
