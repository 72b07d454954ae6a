package dev.allaprima.live.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaClockTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  /** The source's clock began when the stream's said this. */
  private static final long BEGIN = 7 * SECOND;

  private final MediaClock clock = new MediaClock();

  @Test
  void soundAndPicturesThatArriveUnevenlyKeepTheirPlace() {
    Random random = new Random(1);
    long first = clock.place(0, BEGIN);
    // A hundred pieces a second, all but one in a second late by up to 60 ms.
    for (long piece = 1; piece < 3_000; piece++) {
      long media = piece * 10 * MILLI;
      long late = piece % 100 == 0 ? 0 : random.nextLong(60 * MILLI);
      long placed = clock.place(media, BEGIN + media + late);
      assertThat(placed).isCloseTo(first + media, within(3 * MILLI));
    }
  }

  @Test
  void sourceWhoseClockRunsSlowerIsFollowed() {
    for (long second = 0; second < 3_600; second++) {
      // It is 500 millionths too slow.
      long now = BEGIN + second * SECOND + second * 500_000;
      assertThat(clock.place(second * SECOND, now)).isCloseTo(now, within(MILLI));
    }
  }

  @Test
  void sourceThatJumpsIsPlacedAnew() {
    clock.place(0, BEGIN);
    assertThat(clock.place(10 * SECOND, BEGIN + SECOND)).isEqualTo(BEGIN + SECOND);
    assertThat(clock.place(SECOND, BEGIN + 2 * SECOND)).isEqualTo(BEGIN + 2 * SECOND);
  }

  @Test
  void nothingIsPlacedInTheFuture() {
    clock.place(SECOND, BEGIN);
    assertThat(clock.place(SECOND + 40 * MILLI, BEGIN + 10 * MILLI)).isEqualTo(BEGIN + 10 * MILLI);
  }
}
