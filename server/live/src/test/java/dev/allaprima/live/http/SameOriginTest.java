package dev.allaprima.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SameOriginTest {
  private static final HttpService OK = (ctx, request) -> HttpResponse.of(HttpStatus.OK);

  private static int status(boolean loopback, HttpMethod method, String host, String origin)
      throws Exception {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(method, "/whip/cam").authority(host).scheme("http");
    if (origin != null) {
      headers.set(HttpHeaderNames.ORIGIN, origin);
    }
    HttpRequest request = HttpRequest.of(headers.build());
    ServiceRequestContext context = ServiceRequestContext.of(request);
    return new SameOrigin(loopback, Set.of("https://trusted.example"))
        .serve(OK, context, request)
        .aggregate()
        .join()
        .status()
        .code();
  }

  @Test
  void onlyOwnPagesAndProgramsChangeSomething() throws Exception {
    String host = "localhost:8080";
    assertThat(status(true, HttpMethod.POST, host, null)).isEqualTo(200);
    assertThat(status(true, HttpMethod.POST, host, "http://localhost:8080")).isEqualTo(200);
    assertThat(status(true, HttpMethod.POST, host, "http://localhost:9090")).isEqualTo(403);
    assertThat(status(true, HttpMethod.PUT, host, "https://example.org")).isEqualTo(403);
    assertThat(status(true, HttpMethod.DELETE, host, "null")).isEqualTo(403);
    assertThat(status(true, HttpMethod.POST, host, "::::")).isEqualTo(403);
    assertThat(status(true, HttpMethod.POST, host, "https://trusted.example")).isEqualTo(200);
    assertThat(status(true, HttpMethod.POST, host, "http://trusted.example")).isEqualTo(403);
    assertThat(status(true, HttpMethod.GET, host, "https://example.org")).isEqualTo(200);
  }

  @Test
  void foreignNameForTheLoopbackAddressIsOfNoUse() throws Exception {
    String origin = "http://evil.example:8080";
    assertThat(status(true, HttpMethod.POST, "evil.example:8080", origin)).isEqualTo(403);
    assertThat(status(true, HttpMethod.GET, "evil.example:8080", null)).isEqualTo(403);
    assertThat(status(true, HttpMethod.GET, "localhost.evil.example", null)).isEqualTo(403);
    assertThat(status(true, HttpMethod.GET, "trusted.example", null)).isEqualTo(200);
    assertThat(status(true, HttpMethod.GET, "127.0.0.1:8080", null)).isEqualTo(200);
    assertThat(status(true, HttpMethod.GET, "[::1]:8080", null)).isEqualTo(200);
    assertThat(status(false, HttpMethod.POST, "studio.example", "https://studio.example"))
        .isEqualTo(200);
  }
}
