package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import dev.allaprima.models.Fault;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** The HTTP server: routes, limits, start and stop. */
public final class HttpFront implements AutoCloseable {
  /** An offer of a browser with every codec is 10 KiB long. */
  static final int MAX_BODY = 64 * 1024;

  /** Negotiations wait for libwebrtc and the opening of a style; so many may do so at once. */
  private static final int WAITING_REQUESTS = 8;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

  private static final String OPEN_API = "dev/allaprima/live/http/openapi.yaml";

  private final Server server;

  private HttpFront(Server server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any free one
   * @param painting whether the painter is alive; what {@code /livez} says
   * @throws Fault if the address cannot be listened on
   */
  public static HttpFront start(String host, int port, LiveApi live, BooleanSupplier painting) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw Fault.of(
          UNAVAILABLE, "host \"" + host + "\" is not known", "Give an address with --host");
    }
    Server server = build(address, live, painting);
    try {
      server.start().join();
    } catch (CompletionException e) {
      server.close();
      throw Fault.of(
          UNAVAILABLE,
          "port "
              + port
              + " of "
              + host
              + " cannot be listened on ("
              + e.getCause().getMessage()
              + ")",
          "Stop what listens there, or choose another with --port (0 for any free one)",
          e);
    }
    return new HttpFront(server);
  }

  private static Server build(InetSocketAddress address, LiveApi live, BooleanSupplier painting) {
    ClassLoader loader = HttpFront.class.getClassLoader();
    ServerBuilder server =
        Server.builder()
            .http(address)
            .maxRequestLength(MAX_BODY)
            .requestTimeout(REQUEST_TIMEOUT)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
            .blockingTaskExecutor(WAITING_REQUESTS)
            .meterRegistry(NoopMeterRegistry.get())
            .errorHandler(new Problems())
            // Problems logs what is worth it.
            .unloggedExceptionsReportInterval(Duration.ZERO)
            .decorator(new SameOrigin(address.getAddress().isLoopbackAddress()))
            // A picture of somebody's camera in a foreign frame would invite clicks on it.
            .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, "frame-ancestors 'none'")
            .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
    server
        .annotatedService()
        .useBlockingTaskExecutor(true)
        .build(new WebRtcService(live))
        .annotatedService()
        .pathPrefix("/api/v1")
        .useBlockingTaskExecutor(true)
        .build(new RestService(live));
    server
        .route()
        .methods(HttpMethod.GET, HttpMethod.HEAD)
        .pathPrefix("/")
        .build(
            FileService.of(loader, "web")
                .orElse((ctx, request) -> HttpResponse.ofFailure(HttpStatusException.of(404))));
    return server
        .service(
            "/livez",
            HealthCheckService.builder().checkers(painting::getAsBoolean).longPolling(0).build())
        .service("/openapi.yaml", openApi())
        .service("/watch/{name}", HttpFile.of(loader, "web/watch.html").asService())
        .build();
  }

  /** The document of every address, as RFC 9512 names its type. */
  private static HttpService openApi() {
    return HttpFile.builder(HttpFront.class.getClassLoader(), OPEN_API)
        .contentType("application/yaml")
        .build()
        .asService();
  }

  /** The port that it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** Takes no further requests, and waits for those under way. */
  @Override
  public void close() {
    server.stop().join();
  }
}
