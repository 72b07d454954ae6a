package dev.allaprima.pipeline.compose;

import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steadiness holds down what flickers, and holds back nothing that moves. */
class SteadierTest {
  private static final int WIDTH = 98;
  private static final int HEIGHT = 66;
  private static final double NOISE = 4;

  private final FramePool pool = new FramePool("test", 4);

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  /** Draws frame {@code number}. */
  private interface Clip {
    Frame draw(Frame frame, int number);
  }

  /** Luma and V of all frames, painted as negatives. */
  private List<int[]> shown(double steadiness, int frames, Clip clip) {
    List<int[]> all = new ArrayList<>();
    try (Composer composer = new Composer(Controls.of(StyleMix.of(1)).withSteadiness(steadiness))) {
      for (int i = 0; i < frames; i++) {
        Frame source = clip.draw(pool.take(WIDTH, HEIGHT, i * 40_000_000L), i);
        Frame result = composer.paint(source, pool, (from, to, mix) -> Scenes.negative(from, to));
        all.add(samples(result.y()));
        all.add(samples(result.v()));
        result.release();
        source.release();
      }
    }
    return all;
  }

  private static double flicker(List<int[]> shown, int plane) {
    double sum = 0;
    // From the tenth frame on: by then the filter has its pace.
    for (int i = 20 + plane; i < shown.size(); i += 2) {
      sum += Scenes.difference(shown.get(i), shown.get(i - 2));
    }
    return sum / (shown.size() / 2 - 10);
  }

  private static Frame stillWithNoise(Frame frame, int number) {
    return Scenes.noisy(Scenes.scene(frame), NOISE, new Random(number));
  }

  @Test
  void stillSourceWithNoiseHardlyFlickers() {
    List<int[]> plain = shown(0, 30, SteadierTest::stillWithNoise);
    List<int[]> steady = shown(1, 30, SteadierTest::stillWithNoise);
    assertThat(flicker(plain, 0)).as("as painted").isGreaterThan(NOISE);
    assertThat(flicker(steady, 0)).as("luma").isLessThan(flicker(plain, 0) / 8);
    assertThat(flicker(steady, 1)).as("chroma").isLessThan(flicker(plain, 1) / 8);
    assertThat(flicker(shown(0.5, 30, SteadierTest::stillWithNoise), 0))
        .as("steadiness 0.5 lies between")
        .isBetween(flicker(steady, 0) * 1.5, flicker(plain, 0) / 3);
  }

  /** A bright square that goes 3 pixels a frame to the right over the scene. */
  private static Frame square(Frame frame, int number) {
    Scenes.scene(frame);
    for (int y = 20; y < 44; y++) {
      for (int x = 0; x < 24; x++) {
        frame.y().put(y * WIDTH + x + 3 * number, (byte) 235);
      }
    }
    return frame;
  }

  @Test
  void whatMovesLeavesNoGhost() {
    List<int[]> plain = shown(0, 20, SteadierTest::square);
    List<int[]> steady = shown(1, 20, SteadierTest::square);
    for (int i = 0; i < plain.size(); i += 2) {
      int[] wanted = plain.get(i);
      int[] found = steady.get(i);
      for (int at = 0; at < wanted.length; at++) {
        assertThat(Math.abs(found[at] - wanted[at]))
            .as("frame %d, sample %d", i / 2, at)
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void newSceneIsThereAtOnce() {
    Clip cut =
        (frame, number) -> {
          Frame scene = Scenes.scene(frame);
          if (number >= 3) {
            Scenes.negative(scene, scene);
          }
          return scene;
        };
    assertThat(shown(1, 5, cut)).usingRecursiveComparison().isEqualTo(shown(0, 5, cut));
  }

  /** Light that changes slower than any threshold lags, but it arrives. */
  @Test
  void slowChangeArrives() {
    Clip dusk =
        (frame, number) -> {
          int light = Math.min(number, 20);
          return Scenes.draw(frame, (x, y) -> 200 - 2 * light, (x, y) -> 128, (x, y) -> 128);
        };
    List<int[]> steady = shown(1, 80, dusk);
    List<int[]> plain = shown(0, 80, dusk);
    assertThat(Scenes.difference(steady.get(40), plain.get(40))).isBetween(1.0, 22.0);
    assertThat(steady.get(158)).isEqualTo(plain.get(158));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2_000_000_000})
  void framesOutOfTimeAreShownAsPainted(long time) {
    Steadier steadier = new Steadier();
    StyleMix mix = StyleMix.of(1);
    Random random = new Random(1);
    for (long at : new long[] {0, time}) {
      Frame source = Scenes.scene(pool.take(WIDTH, HEIGHT, at));
      Frame painted = Scenes.noisy(pool.take(WIDTH, HEIGHT, at), 50, random);
      int[] before = samples(painted.y());
      steadier.steady(source, painted, mix, 1);
      assertThat(samples(painted.y())).isEqualTo(before);
      source.release();
      painted.release();
    }
  }

  @Test
  void otherStylesAreShownAtOnce() {
    Steadier steadier = new Steadier();
    Random random = new Random(1);
    for (int i = 0; i < 4; i++) {
      Frame source = Scenes.scene(pool.take(WIDTH, HEIGHT, i * 40_000_000L));
      Frame painted = Scenes.noisy(Scenes.painting(pool.take(WIDTH, HEIGHT, 0)), 20, random);
      int[] before = samples(painted.y());
      steadier.steady(source, painted, i < 2 ? StyleMix.of(1, 0) : StyleMix.of(i - 2, 1), 1);
      if (i == 1) {
        assertThat(samples(painted.y())).as("the same style is steadied").isNotEqualTo(before);
      } else {
        assertThat(samples(painted.y())).isEqualTo(before);
      }
      source.release();
      painted.release();
    }
  }
}
