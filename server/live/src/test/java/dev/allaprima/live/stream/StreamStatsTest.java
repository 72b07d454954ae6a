package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StreamStatsTest {
  private static final long MILLI = 1_000_000;

  private long now;
  private final StreamStats stats = new StreamStats(() -> now);

  @Test
  void countsFramesRatesAndDelays() {
    assertThat(stats.snapshot()).isEqualTo(new StreamStats.Snapshot(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    for (int i = 1; i <= 100; i++) {
      now += 20 * MILLI;
      stats.received(64, 48);
      // Delays of 1 to 100 ms, painting of 2 ms.
      stats.painted(now - i * MILLI, 2 * MILLI, 1, 1000);
    }
    StreamStats.Snapshot counted = stats.snapshot();
    assertThat(counted.width()).isEqualTo(64);
    assertThat(counted.height()).isEqualTo(48);
    assertThat(counted.received()).isEqualTo(100);
    assertThat(counted.painted()).isEqualTo(100);
    assertThat(counted.paintedPerSecond()).isEqualTo(50, within(0.01));
    assertThat(counted.paintMillis()).isEqualTo(2);
    // 50 of 2 ms in each second.
    assertThat(counted.nanosPerPixel()).isEqualTo(2000, within(0.001));
    assertThat(counted.load()).isEqualTo(0.1, within(0.001));
    assertThat(counted.delayP50Millis()).isEqualTo(50);
    assertThat(counted.delayP95Millis()).isEqualTo(95);
  }

  @Test
  void forgetsWhatIsLongAgo() {
    stats.received(64, 48);
    stats.painted(0, MILLI, 1, 1000);
    now = 60_000 * MILLI;
    StreamStats.Snapshot counted = stats.snapshot();
    assertThat(counted.painted()).isEqualTo(1);
    assertThat(counted.paintedPerSecond()).isZero();
    assertThat(counted.delayP95Millis()).isZero();
  }

  @Test
  void rateOfAFastStreamIsRightToo() {
    for (int i = 0; i < 5000; i++) {
      now += MILLI;
      stats.painted(now, MILLI, 2, 1000);
    }
    assertThat(stats.snapshot().paintedPerSecond()).isEqualTo(1000, within(3.0));
    // Two at a time.
    assertThat(stats.snapshot().load()).isEqualTo(0.5, within(0.01));
  }
}
