package dev.allaprima.live.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.metric.MeterIdPrefixFunction;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import dev.allaprima.live.jobs.Job;
import dev.allaprima.live.jobs.Jobs;
import dev.allaprima.live.rtsp.RtspServer;
import dev.allaprima.pipeline.stylize.EngineStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * {@code /metrics}: the engine, the streams, jobs, RTSP, HTTP and the JVM, for Prometheus. Every
 * series is of something that there is a limit for: those of a stream go when it has ended.
 */
public final class Metrics implements AutoCloseable {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String TEXT = "text/plain";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final LiveApi live;
  // Guarded by this.
  private final Map<String, StreamMeters> streams = new HashMap<>();

  Metrics(LiveApi live, Vitals vitals, Jobs jobs, Supplier<RtspServer.Figures> rtsp) {
    this.live = live;
    jvm();
    engine(vitals::counted);
    rtsp(rtsp);
    server(live, jobs);
  }

  /** Has the HTTP server counted, too. */
  void count(ServerBuilder server) {
    server
        .meterRegistry(registry)
        .decorator(
            MetricCollectingService.newDecorator(MeterIdPrefixFunction.ofDefault("http.server")));
  }

  private void jvm() {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void engine(Supplier<EngineStats> stats) {
    counter("painted", "Pictures that were painted", stats, EngineStats::painted);
    counter("failed", "Pictures that could not be painted", stats, EngineStats::failed);
    counter("batches", "Runs of a network", stats, EngineStats::batches);
    counter("uploaded.bytes", "Copied to the card", stats, EngineStats::uploadedBytes);
    counter("downloaded.bytes", "Copied from the card", stats, EngineStats::downloadedBytes);
  }

  private void counter(
      String what,
      String description,
      Supplier<EngineStats> stats,
      ToDoubleFunction<EngineStats> value) {
    // A meter holds what it asks but weakly, and nobody else holds these suppliers.
    FunctionCounter.builder(
            "allaprima.engine." + what, this, it -> value.applyAsDouble(stats.get()))
        .description(description)
        .register(registry);
  }

  private void rtsp(Supplier<RtspServer.Figures> figures) {
    Gauge.builder("allaprima.rtsp.connections", this, it -> figures.get().connections())
        .description("Players and publishers that are connected by RTSP")
        .register(registry);
    FunctionCounter.builder(
            "allaprima.rtsp.dropped.packets", this, it -> figures.get().droppedPackets())
        .description("Packets that slow players by RTSP did not get")
        .register(registry);
    FunctionCounter.builder("allaprima.rtsp.slow.players", this, it -> figures.get().slowPlayers())
        .description("Players by RTSP that were closed because they read nothing")
        .register(registry);
  }

  private void server(LiveApi api, Jobs jobs) {
    LiveApi.Engine engine = api.engine();
    Gauge.builder("allaprima.info", () -> 1)
        .description("What the server is")
        .tags(
            List.of(
                Tag.of("version", engine.version()),
                Tag.of("device", engine.device()),
                Tag.of("precision", engine.precision())))
        .register(registry);
    Gauge.builder("allaprima.streams", api, it -> it.streams().size())
        .description("Streams that there are")
        .register(registry);
    Gauge.builder("allaprima.capacity.streams", () -> engine.capacity().streams())
        .description("Streams that are taken on at once")
        .register(registry);
    Gauge.builder("allaprima.capacity.viewers", () -> engine.capacity().viewers())
        .description("Viewers that are taken on at once")
        .register(registry);
    for (Job.State state : Job.State.values()) {
      Gauge.builder(
              "allaprima.jobs",
              jobs,
              it -> it.all().stream().filter(job -> job.state() == state).count())
          .description("Files to be painted, by their state")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /** Everything as it stands now, in Prometheus' text format or, where asked for, OpenMetrics. */
  @Get("/metrics")
  public HttpResponse scrape(HttpRequest request) {
    update();
    boolean open = request.headers().get(HttpHeaderNames.ACCEPT, "").contains(OPEN_METRICS);
    String type = open ? OPEN_METRICS + ";version=1.0.0" : TEXT + ";version=0.0.4";
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.parse(type + ";charset=utf-8"),
        HttpData.ofUtf8(registry.scrape(type)));
  }

  private synchronized void update() {
    Map<String, LiveApi.Status> now =
        live.streams().stream().collect(Collectors.toMap(LiveApi.Status::name, status -> status));
    Set<String> ended = new HashSet<>(streams.keySet());
    ended.removeAll(now.keySet());
    ended.forEach(name -> streams.remove(name).close());
    now.forEach(
        (name, status) ->
            streams
                .computeIfAbsent(name, fresh -> new StreamMeters(registry, status))
                .update(status));
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
