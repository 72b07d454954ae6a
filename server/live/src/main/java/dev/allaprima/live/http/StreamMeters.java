package dev.allaprima.live.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The figures of one stream, under its name, until it is closed. */
final class StreamMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();
  private final String name;
  private volatile LiveApi.Status status;

  StreamMeters(MeterRegistry registry, LiveApi.Status first) {
    this.registry = registry;
    this.name = first.name();
    this.status = first;
    counter("frames.received", "Frames that arrived", s -> s.received());
    counter("frames.painted", "Frames that were painted and handed on", s -> s.painted());
    counter(
        "frames.overwritten",
        "Frames that a newer one replaced before they were painted",
        s -> s.overwritten());
    gauge("painted.per.second", "Frames painted a second, lately", s -> s.paintedPerSecond());
    gauge("paint.seconds", "Median time of the network for a frame", s -> s.paintMillis() / 1e3);
    gauge("delay.p50.seconds", "Median delay of a frame here", s -> s.delayMillis().p50() / 1e3);
    gauge("delay.p95.seconds", "95 of 100 frames stay under", s -> s.delayMillis().p95() / 1e3);
    gauge("sound.delay.seconds", "How long sound is held back", s -> s.soundDelayMillis() / 1e3);
    gauge(
        "render.scale", "Width and height that are painted, by the frame's", s -> s.renderScale());
    gauge("frame.divisor", "Every n-th frame is painted", s -> s.frameDivisor());
    gauge("load", "Share of the painter's time", s -> s.load());
    add(
        Gauge.builder("allaprima.stream.viewers", this, it -> it.status.viewers())
            .description("Viewers by WebRTC"));
    add(
        Gauge.builder("allaprima.stream.live", this, it -> it.status.state().equals("live") ? 1 : 0)
            .description("1 while its publisher is there, 0 while a slate is shown"));
  }

  /** Tells how the stream does now. */
  void update(LiveApi.Status now) {
    status = now;
  }

  private void counter(
      String what, String description, ToDoubleFunction<LiveApi.Statistics> value) {
    meters.add(
        FunctionCounter.builder(
                "allaprima.stream." + what, this, it -> value.applyAsDouble(it.status.statistics()))
            .description(description)
            .tag("stream", name)
            .register(registry));
  }

  private void gauge(String what, String description, ToDoubleFunction<LiveApi.Statistics> value) {
    add(
        Gauge.builder(
                "allaprima.stream." + what, this, it -> value.applyAsDouble(it.status.statistics()))
            .description(description));
  }

  private void add(Gauge.Builder<StreamMeters> gauge) {
    meters.add(gauge.tag("stream", name).register(registry));
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
  }
}
