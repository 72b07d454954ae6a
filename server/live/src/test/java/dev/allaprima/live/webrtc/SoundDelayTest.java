package dev.allaprima.live.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.live.flow.Sound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By a clock that is moved by hand. */
class SoundDelayTest {
  private static final long MILLI = 1_000_000;
  private static final int RATE = 48_000;
  private static final int PIECE = RATE / 100;
  private static final double HERTZ = 440;
  private static final double LOUD = 10_000;

  /** The stream's clock began when the wall's said this. */
  private static final long BEGIN = 5_000 * MILLI;

  /** More than a tone of that loudness moves from one sample to the next. */
  private static final double CLICK = 1.05 * LOUD * 2 * Math.PI * HERTZ / RATE;

  private final SoundDelay delay = new SoundDelay();
  private final List<Short> heard = new ArrayList<>();
  private long now = BEGIN;
  private long written;

  /** What sample of the tone is written at that place. */
  private static double tone(double frame) {
    return LOUD * Math.sin(2 * Math.PI * HERTZ * frame / RATE);
  }

  private static Sound piece(long first, long timeNanos) {
    short[] samples = new short[PIECE];
    for (int i = 0; i < PIECE; i++) {
      samples[i] = (short) Math.rint(tone(first + i));
    }
    return new Sound(samples, RATE, 1, timeNanos);
  }

  /** Lets so many hundredths of a second go by, in which a tone comes and pictures take so long. */
  private void run(int pieces, long wayNanos) {
    for (int i = 0; i < pieces; i++) {
      if (i % 4 == 0) {
        delay.picture(now - wayNanos - BEGIN, now);
      }
      delay.write(piece(written, now - BEGIN), now);
      written += PIECE;
      read();
    }
  }

  private void read() {
    Sound sound = delay.read(now);
    for (short sample : sound.samples()) {
      heard.add(sample);
    }
    now += 10 * MILLI;
  }

  private double[] last(int frames) {
    return heard.subList(heard.size() - frames, heard.size()).stream()
        .mapToDouble(Short::doubleValue)
        .toArray();
  }

  private void assertNoClick() {
    for (int i = 1; i < heard.size(); i++) {
      assertThat((double) Math.abs(heard.get(i) - heard.get(i - 1)))
          .as("step at %d", i)
          .isLessThanOrEqualTo(CLICK);
    }
  }

  @Test
  void samplesGoThroughUnchangedLaterByThePicturesWay() {
    run(200, 100 * MILLI);
    assertThat(delay.nanos()).isEqualTo(100 * MILLI);
    double[] end = last(RATE / 2);
    long first = written - RATE / 2 - 10L * PIECE - PIECE;
    for (int i = 0; i < end.length; i++) {
      assertThat(end[i]).isEqualTo(Math.rint(tone(first + PIECE + i)));
    }
    assertNoClick();
  }

  @Test
  void smallChangeIsMadeGoodByThePace() {
    run(100, 100 * MILLI);
    run(600, 125 * MILLI);
    assertThat(delay.nanos()).isEqualTo(125 * MILLI);
    assertHeardLaterBy(125, 1);
    assertNoClick();
  }

  @Test
  void largeChangeIsCrossFaded() {
    run(100, 60 * MILLI);
    run(30, 400 * MILLI);
    assertHeardLaterBy(400, 1);
    run(30, 60 * MILLI);
    assertHeardLaterBy(60, 1);
    assertNoClick();
  }

  /** Finds where what was heard last stands in the tone, which repeats every 2.3 ms. */
  private void assertHeardLaterBy(double millis, double tolerance) {
    double[] end = last(PIECE);
    double sine = 0;
    double cosine = 0;
    for (int i = 0; i < PIECE; i++) {
      double at = 2 * Math.PI * HERTZ * (written - PIECE + i) / RATE;
      sine += end[i] * Math.sin(at);
      cosine += end[i] * Math.cos(at);
    }
    double periodMillis = 1000 / HERTZ;
    double late = -Math.atan2(cosine, sine) / (2 * Math.PI) * periodMillis;
    double off = Math.IEEEremainder(late - millis, periodMillis);
    assertThat(off).as("off by ms").isCloseTo(0, within(tolerance));
  }

  @Test
  void oneSlowPictureMovesNothing() {
    run(100, 100 * MILLI);
    delay.picture(now - BEGIN - 900 * MILLI, now);
    run(20, 100 * MILLI);
    assertThat(delay.nanos()).isEqualTo(100 * MILLI);
  }

  @Test
  void boundsHold() {
    run(50, 0);
    assertThat(delay.nanos()).isEqualTo(SoundDelay.LEAST_NANOS);
    run(50, 60_000 * MILLI);
    assertThat(delay.nanos()).isEqualTo(SoundDelay.MOST_NANOS);
  }

  @Test
  void soundWithoutPicturesIsHeldAsShortAsCanBe() {
    delay.write(piece(0, 0), now);
    assertThat(delay.read(now)).isNotNull();
    assertThat(delay.nanos()).isEqualTo(SoundDelay.LEAST_NANOS);
  }

  @Test
  void thereIsNothingToReadBeforeTheFirstSound() {
    delay.picture(0, now);
    assertThat(delay.read(now)).isNull();
  }

  @Test
  void wantOfSoundIsSilenceThatFadesAndSwells() {
    run(100, 50 * MILLI);
    for (int i = 0; i < 50; i++) {
      read();
    }
    assertThat(last(PIECE)).containsOnly(0);
    run(100, 50 * MILLI);
    assertThat(Arrays.stream(last(PIECE)).max().orElseThrow()).isGreaterThan(0.9 * LOUD);
    assertNoClick();
  }

  @Test
  void burstAfterAStallIsTakenInAndTheDelayIsAsBefore() {
    run(100, 50 * MILLI);
    for (int i = 0; i < 20; i++) {
      read();
    }
    for (int i = 0; i < 20; i++) {
      delay.write(piece(written, now - BEGIN), now);
      written += PIECE;
    }
    run(200, 50 * MILLI);
    assertHeardLaterBy(50, 3);
    assertNoClick();
  }

  @Test
  void clockOfTheSoundMayRunOtherwise() {
    // 300 millionths slow and fast for five minutes: 90 ms each, were it not made good.
    for (double clock : new double[] {1.0003, 0.9997}) {
      SoundDelay drifting = new SoundDelay();
      double time = 0;
      long next = 0;
      for (int i = 0; i < 30_000; i++) {
        long wall = BEGIN + i * 10 * MILLI;
        drifting.picture(wall - BEGIN - 80 * MILLI, wall);
        while (time <= wall - BEGIN) {
          drifting.write(piece(next, (long) time), wall);
          next += PIECE;
          time += 10 * MILLI * clock;
        }
        Sound sound = drifting.read(wall);
        assertThat(sound.frames()).isEqualTo(PIECE);
        if (i > 100) {
          assertThat(drifting.errorNanos(wall + 10 * MILLI)).isBetween(-6.0 * MILLI, 6.0 * MILLI);
        }
      }
    }
  }

  @Test
  void rateAndChannelsAreThoseThatCame() {
    for (int[] format : new int[][] {{44_100, 2}, {48_000, 1}, {22_050, 2}, {8_000, 1}}) {
      int frames = format[0] / 50;
      delay.write(new Sound(new short[frames * format[1]], format[0], format[1], 0), now);
      Sound sound = delay.read(now);
      assertThat(sound.channels()).isEqualTo(format[1]);
      assertThat(sound.rate()).isBetween(format[0], format[0] + 99);
      assertThat(sound.frames() * 100).isEqualTo(sound.rate());
    }
  }
}
