package dev.allaprima.live.http;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceConfig;
import dev.allaprima.live.access.Role;
import dev.allaprima.live.access.Tokens;
import dev.allaprima.live.jobs.Jobs;
import dev.allaprima.live.pull.Sources;
import dev.allaprima.live.record.Recordings;
import dev.allaprima.live.rtsp.RtspServer;
import dev.allaprima.models.Fault;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The HTTP server: what is served and who may use it, start and stop. */
public final class HttpFront implements AutoCloseable {
  private final Server server;
  private final Metrics metrics;

  private HttpFront(Server server, Metrics metrics) {
    this.server = server;
    this.metrics = metrics;
  }

  /**
   * What is served.
   *
   * @param vitals what the probes ask
   * @param folders of the server on its machine, which no answer names
   */
  public record Parts(
      LiveApi live,
      Jobs jobs,
      Recordings recordings,
      Sources sources,
      Supplier<RtspServer.Figures> rtsp,
      Vitals vitals,
      List<Path> folders) {}

  /**
   * Begins to listen.
   *
   * @throws Fault if the address cannot be listened on, or the certificate cannot be read
   */
  public static HttpFront start(String host, HttpSettings settings, Tokens tokens, Parts parts) {
    LiveApi live = parts.live();
    InetSocketAddress address = new InetSocketAddress(host, settings.port());
    if (address.isUnresolved()) {
      throw Fault.of(
          UNAVAILABLE, "host \"" + host + "\" is not known", "Give an address with --host");
    }
    ServerBuilder builder = Server.builder();
    HostPaths paths = new HostPaths(parts.folders());
    ObjectMapper json = Json.hiding(paths);
    Protection.build(builder, address, settings, new Problems(paths));
    Metrics metrics = new Metrics(live, parts.vitals(), parts.jobs(), parts.rtsp());
    metrics.count(builder);
    SessionCookie cookies = new SessionCookie(tokens, InstantSource.system());
    Doors doors = new Doors(builder, new Access(tokens, cookies), json);

    // Everything that is served, and who may use it.
    doors.service("/api/v1", new EntryService(live, tokens, cookies), Needs.NOTHING);
    doors.service("/api/v1", new RestService(live), Needs.of(Role.VIEW, Role.PUBLISH));
    doors.transfers("/api/v1", new JobService(parts.jobs(), json), Needs.all(Role.PUBLISH));
    doors.transfers("/api/v1", new RecordingService(parts.recordings()), Needs.all(Role.PUBLISH));
    doors.service(
        "/api/v1", new StreamService(live, json), StreamService.NEEDS, StreamService.MAX_BODY);
    doors.service("/api/v1", new SourceService(parts.sources()), Needs.all(Role.ADMIN));
    doors.service("/", new WebRtcService(live), Needs.WEBRTC);
    doors.service("/api/v1", new BroadcastService(live), BroadcastService.NEEDS);
    doors.service("/hls", new HlsService(live), Needs.all(Role.VIEW));
    doors.service("/", metrics, Needs.all(Role.VIEW));
    doors.service("/", new Readiness(parts.vitals()), Needs.NOTHING);
    doors.at("/livez", Probes.alive(parts.vitals()::isPainting), Needs.NOTHING);
    doors.at("/openapi.yaml", Pages.openApi(), Needs.NOTHING);
    doors.at("/watch/{name}", Pages.page("watch.html"), Needs.NOTHING);
    doors.at("/overlay/{name}", Pages.page("overlay.html"), Needs.NOTHING);
    doors.under("/", Pages.files(), Needs.NOTHING);

    return new HttpFront(started(builder.build(), host, settings.port()), metrics);
  }

  private static Server started(Server server, String host, int port) {
    try {
      server.start().join();
      return server;
    } catch (CompletionException e) {
      server.close();
      throw Fault.of(
          UNAVAILABLE,
          "port %d of %s cannot be listened on (%s)"
              .formatted(port, host, e.getCause().getMessage()),
          "Stop what listens there, or choose another with --port (0 for any free one)",
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** Everything that is served, as {@code GET /api/v1/streams/{name}}. */
  public Set<String> addresses() {
    return server.serviceConfigs().stream()
        .map(ServiceConfig::route)
        .flatMap(
            route -> {
              // Armeria's own spelling is /streams/:name.
              String address = route.patternString().replaceAll(":(\\w+)", "{$1}");
              return route.methods().stream().map(method -> method + " " + address);
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Takes no further requests, and waits for those under way. */
  @Override
  public void close() {
    server.stop().join();
    metrics.close();
  }
}
