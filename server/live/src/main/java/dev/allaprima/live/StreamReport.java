package dev.allaprima.live;

import dev.allaprima.live.http.LiveApi.PaintSettings;
import dev.allaprima.live.http.LiveApi.Percentiles;
import dev.allaprima.live.http.LiveApi.Statistics;
import dev.allaprima.live.http.LiveApi.Status;
import dev.allaprima.live.stream.Easel;
import dev.allaprima.live.stream.Outlets;
import dev.allaprima.live.stream.Publication;
import dev.allaprima.live.stream.Screen;
import dev.allaprima.live.stream.StreamStats;

/** Says how a stream stands, in figures that people can read. */
final class StreamReport {
  /** Sound comes in pieces of some hundredths of a second. */
  private static final long SILENT_NANOS = 2_000_000_000L;

  private StreamReport() {}

  /**
   * @param from null while there is no publisher
   */
  static Status of(
      String name,
      Publication from,
      PaintSettings settings,
      Easel easel,
      Screen screen,
      Outlets outlets,
      StreamStats stats) {
    StreamStats.Snapshot counted = stats.snapshot();
    return new Status(
        name,
        from == null ? "nobody" : from.ingest().describe(),
        screen.isSlated() ? "slate" : "live",
        counted.width(),
        counted.height(),
        from != null && from.soundNanos() > from.now() - SILENT_NANOS,
        outlets.viewers(),
        outlets.describe(),
        settings,
        new Statistics(
            counted.received(),
            counted.painted(),
            easel.overwritten(),
            rounded(counted.paintedPerSecond(), 10),
            rounded(counted.paintMillis(), 10),
            new Percentiles(
                rounded(counted.delayP50Millis(), 10), rounded(counted.delayP95Millis(), 10)),
            rounded(outlets.soundDelayNanos() / 1e6, 10),
            rounded(easel.renderScale(), 1000),
            easel.divisor(),
            rounded(counted.load(), 1000)));
  }

  private static double rounded(double value, int parts) {
    return (double) Math.round(value * parts) / parts;
  }
}
