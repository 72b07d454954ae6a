package dev.allaprima.pipeline.compose;

import static dev.allaprima.pipeline.testing.Pictures.noise;
import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every picture, whatever is on it. */
class ComposerTest {
  private static final Controls PLAIN = Controls.of(StyleMix.of(1));

  private final FramePool pool = new FramePool("test", 4);
  private final List<int[]> painted = new ArrayList<>();

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  /** A painting that has nothing to do with its source; remembers what it painted. */
  private void paint(Frame source, Frame target, StyleMix mix) {
    noise(target, source.width() + 7);
    painted.add(all(target));
  }

  private static int[] all(Frame frame) {
    return java.util.stream.Stream.of(frame.y(), frame.u(), frame.v())
        .flatMapToInt(plane -> java.util.Arrays.stream(samples(plane)))
        .toArray();
  }

  private int[] composed(Controls controls, Frame source) {
    try (Composer composer = new Composer(controls)) {
      Frame result = composer.paint(source, pool, this::paint);
      assertThat(result.timeNanos()).isEqualTo(source.timeNanos());
      int[] all = all(result);
      result.release();
      return all;
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,5", "16,8", "17,9", "101,37"})
  void strengthZeroIsTheSourceAndOneThePaintingExactly(int width, int height) {
    Frame source = noise(pool.take(width, height, 5), 1);
    int[] before = all(source);
    assertThat(composed(PLAIN.withStrength(0), source)).isEqualTo(before);
    assertThat(composed(PLAIN, source)).isEqualTo(painted.get(1)).isNotEqualTo(before);
    assertThat(all(source)).as("the source is only read").isEqualTo(before);
    source.release();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.125, 0.3, 0.5, 0.77, 0.99})
  void strengthBlendsEverySampleToTheNearestLevel(double strength) {
    Frame source = noise(pool.take(19, 11, 0), 1);
    int[] from = all(source);
    int[] result = composed(PLAIN.withStrength(strength), source);
    int[] to = painted.get(0);
    // The weight is kept in 1/256.
    double weight = Math.round(strength * 256) / 256.0;
    for (int i = 0; i < result.length; i++) {
      double wanted = from[i] + weight * (to[i] - from[i]);
      assertThat(Math.abs(result[i] - wanted)).as("sample %d", i).isLessThanOrEqualTo(0.5);
    }
    source.release();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5})
  void originalColoursKeepChromaExactlyAndPaintTheLuma(double renderScale) {
    Frame source = noise(pool.take(64, 48, 0), 1);
    Controls controls = PLAIN.withOriginalColours(true).withRenderScale(renderScale);
    try (Composer composer = new Composer(controls)) {
      Frame result = composer.paint(source, pool, this::paint);
      assertThat(samples(result.u())).isEqualTo(samples(source.u()));
      assertThat(samples(result.v())).isEqualTo(samples(source.v()));
      assertThat(samples(result.y())).isNotEqualTo(samples(source.y()));
      result.release();
    }
    source.release();
  }

  @ParameterizedTest
  @CsvSource({
    "64,48,0.5,32,24",
    "64,48,0.25,16,16",
    "100,60,0.75,76,46",
    "101,61,0.5,50,30",
    "8,6,0.25,8,6"
  })
  void renderScaleSaysWhatSizeIsPainted(int width, int height, double scale, int w, int h) {
    Frame source = noise(pool.take(width, height, 0), 1);
    try (Composer composer = new Composer(PLAIN.withRenderScale(scale))) {
      Frame result =
          composer.paint(
              source,
              pool,
              (from, to, mix) -> {
                assertThat(List.of(from.width(), from.height())).isEqualTo(List.of(w, h));
                assertThat(List.of(to.width(), to.height())).isEqualTo(List.of(w, h));
                noise(to, 1);
              });
      assertThat(List.of(result.width(), result.height())).isEqualTo(List.of(width, height));
      result.release();
    }
    source.release();
  }

  @ParameterizedTest
  @CsvSource({"64,48", "63,47", "130,98"})
  void planesOfOneLevelSurviveScaling(int width, int height) {
    Frame source = Scenes.draw(pool.take(width, height, 0), c(90), c(60), c(200));
    try (Composer composer = new Composer(PLAIN.withRenderScale(0.5))) {
      Frame result = composer.paint(source, pool, (from, to, mix) -> copy(from, to));
      assertThat(samples(result.y())).containsOnly(90);
      assertThat(samples(result.u())).containsOnly(60);
      assertThat(samples(result.v())).containsOnly(200);
      result.release();
    }
    source.release();
  }

  private static Scenes.Drawing c(double level) {
    return (x, y) -> level;
  }

  private static void copy(Frame from, Frame to) {
    to.y().put(from.y());
    to.u().put(from.u());
    to.v().put(from.v());
  }

  @Test
  void scaledSceneIsCloseToTheScene() {
    Frame source = Scenes.scene(pool.take(160, 120, 0));
    try (Composer composer = new Composer(PLAIN.withRenderScale(0.5))) {
      Frame result = composer.paint(source, pool, (from, to, mix) -> copy(from, to));
      assertThat(Scenes.difference(all(result), all(source))).isBetween(0.01, 3.0);
      result.release();
    }
    source.release();
  }

  @Test
  void controlsChangeFromFrameToFrameAndFadesFollowTheFramesTimes() {
    List<Float> second = new ArrayList<>();
    try (Composer composer = new Composer(PLAIN.withMix(StyleMix.of(1, 0)))) {
      Controls next = PLAIN.withMix(StyleMix.of(0, 1)).withFade(4);
      for (int frame = 0; frame < 8; frame++) {
        if (frame == 2) {
          composer.set(next);
          assertThat(composer.controls()).isEqualTo(next);
        }
        Frame source = noise(pool.take(16, 16, frame * 1_000_000_000L), frame);
        composer
            .paint(
                source,
                pool,
                (from, to, mix) -> {
                  second.add(mix.weight(1));
                  noise(to, 1);
                })
            .release();
        source.release();
      }
    }
    assertThat(second).containsExactly(0f, 0f, 0f, 0.25f, 0.5f, 0.75f, 1f, 1f);
  }

  @Test
  void fadeMayHaveBegunBeforeTheFirstFrame() {
    try (Composer composer = new Composer(PLAIN.withMix(StyleMix.of(1, 0)))) {
      composer.set(PLAIN.withMix(StyleMix.of(0, 1)).withFade(4), 0);
      Frame source = noise(pool.take(16, 16, 3_000_000_000L), 1);
      Composer.Sketch sketch = composer.sketch(source, pool);
      assertThat(sketch.mix()).isEqualTo(StyleMix.of(0.25, 0.75));
      sketch.release();
      source.release();
    }
  }

  @Test
  void anotherNetworkIsACutInTheMixAndInWhatIsHeldSteady() {
    List<Float> second = new ArrayList<>();
    List<Integer> shown = new ArrayList<>();
    Controls steady = PLAIN.withMix(StyleMix.of(1, 0)).withSteadiness(1).withFade(4);
    try (Composer composer = new Composer(steady)) {
      for (int frame = 0; frame < 6; frame++) {
        Controls next = steady.withMix(StyleMix.of(0, 1));
        if (frame == 1) {
          composer.set(next);
        } else if (frame == 3) {
          composer.cutTo(next);
        }
        Frame source = Scenes.scene(pool.take(64, 48, frame * 40_000_000L));
        double level = frame < 3 ? 50 : 200;
        Frame result =
            composer.paint(
                source,
                pool,
                (from, to, mix) -> {
                  second.add(mix.weight(1));
                  Scenes.draw(to, c(level), c(128), c(128));
                });
        shown.add(result.luma(0));
        result.release();
        source.release();
      }
    }
    assertThat(second).startsWith(0f, 0f, 0.01f).endsWith(1f, 1f, 1f).hasSize(6);
    assertThat(shown).containsExactly(50, 50, 50, 200, 200, 200);
  }

  @ParameterizedTest
  @CsvSource({"64,48,0.5,32", "63,47,0.25,16", "63,47,1,63", "62,48,0.001,0", "64,48,1,64"})
  void splitShowsTheSourceAtTheLeftAndThePaintingAtTheRight(
      int width, int height, double split, int edge) {
    Frame source = Scenes.draw(pool.take(width, height, 0), c(90), c(60), c(200));
    try (Composer composer = new Composer(PLAIN.withSplit(split))) {
      Frame result =
          composer.paint(source, pool, (from, to, mix) -> Scenes.draw(to, c(30), c(110), c(120)));
      for (int x = 0; x < width; x++) {
        int wanted = x < edge ? 90 : edge > 0 && x < edge + 2 ? 235 : 30;
        assertThat(result.luma(width + x)).as("column %d", x).isEqualTo(wanted);
      }
      for (int x = 0; x < result.chromaWidth(); x++) {
        int wanted = x < (edge + 1) / 2 ? 60 : edge > 0 && x == (edge + 1) / 2 ? 128 : 110;
        assertThat(result.u().get(x) & 255).as("chroma column %d", x).isEqualTo(wanted);
      }
      result.release();
    }
    source.release();
  }

  @Test
  void painterThatFailsLeavesNothingBehind() {
    Frame source = noise(pool.take(64, 64, 0), 1);
    try (Composer composer = new Composer(PLAIN.withRenderScale(0.5))) {
      assertThatThrownBy(
              () ->
                  composer.paint(
                      source,
                      pool,
                      (from, to, mix) -> {
                        throw new IllegalStateException("no paint");
                      }))
          .hasMessage("no paint");
    }
    source.release();
  }

  @Test
  void sourceOfManyReferencesIsNeverWritten() {
    Frame source = noise(pool.take(32, 32, 0), 1);
    source.retain();
    int[] before = all(source);
    composed(PLAIN.withStrength(0.5).withSteadiness(1), source);
    assertThat(all(source)).isEqualTo(before);
    source.release();
    ByteBuffer still = source.y();
    assertThat(still.remaining()).isEqualTo(32 * 32);
    source.release();
  }
}
