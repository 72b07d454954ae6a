package dev.allaprima.training.gatys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.gatys.GatysConfig.Method;
import dev.allaprima.training.gatys.GatysConfig.Start;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.Normalisation;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class GatysTest {
  private static final LossNetwork NETWORK =
      new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);
  private static final LossWeights LOSS =
      new LossWeights(
          1,
          List.of("relu2_1"),
          10,
          Map.of("relu1_1", 0.5, "relu2_1", 0.5),
          2,
          0.1,
          Normalisation.SCALE_FREE);

  private final Picture photo = Drawn.picture(100, 70, 1);
  private final List<Painting> paintings = List.of(new Painting(Drawn.picture(64, 64, 2), 1));

  @TempDir Path folder;

  private static GatysConfig config(Method method, Start start, boolean originalColours) {
    return new GatysConfig(
        51, 37, LOSS, method, 4, start, List.of(8, 5), 20, 1, originalColours, 7);
  }

  private Gatys gatys(GatysConfig config) {
    return new Gatys(NETWORK, config, photo, paintings);
  }

  private static double total(Gatys gatys, int step) {
    return gatys.history().get(step).total();
  }

  @Test
  void paintsAnySizeFromCoarseToFine() {
    for (Method method : Method.values()) {
      for (Start start : Start.values()) {
        try (Gatys gatys = gatys(config(method, start, false))) {
          List<String> sizes = new ArrayList<>();
          gatys.paint(
              s -> sizes.add(s.number() + "/" + s.of() + " " + s.width() + "x" + s.height()));
          assertThat(sizes).hasSize(13).startsWith("1/13 26x19").endsWith("13/13 51x37");
          assertThat(gatys.picture().width()).isEqualTo(51);
          assertThat(gatys.picture().height()).isEqualTo(37);
          assertThat(total(gatys, 7)).isLessThan(0.8 * total(gatys, 0));
          assertThat(total(gatys, 12)).isLessThan(total(gatys, 8));
        }
      }
    }
  }

  @Test
  void resumedAnywhereItIsThePaintingThatNeverStopped() {
    for (Method method : Method.values()) {
      GatysConfig config = config(method, Start.NOISE, method == Method.ADAM);
      try (Gatys whole = gatys(config)) {
        whole.paint(
            step -> {
              whole.save(folder.resolve(method + "-" + step.number()));
              return true;
            });
        for (int at : new int[] {1, 6, 8, 9, 13}) {
          try (Gatys resumed = gatys(config)) {
            resumed.resume(folder.resolve(method + "-" + at));
            assertThat(resumed.paint(step -> true)).isTrue();
            assertThat(resumed.history()).isEqualTo(whole.history());
            assertThat(resumed.picture().rgb()).isEqualTo(whole.picture().rgb());
          }
        }
      }
    }
  }

  @Test
  void aListenerStopsIt() {
    try (Gatys gatys = gatys(config(Method.ADAM, Start.PHOTO, false))) {
      assertThat(gatys.paint(step -> step.number() < 3)).isFalse();
      assertThat(gatys.history()).hasSize(3);
      assertThat(gatys.paint(step -> true)).isTrue();
      assertThat(gatys.history()).hasSize(13);
    }
  }

  @Test
  void stateOfAnotherPaintingOrBrokenIsRefused() throws IOException {
    Path file = folder.resolve("state");
    try (Gatys gatys = gatys(config(Method.LBFGS, Start.PHOTO, false))) {
      gatys.save(file);
      try (Gatys other = gatys(config(Method.ADAM, Start.PHOTO, false))) {
        assertThatThrownBy(() -> other.resume(file))
            .isInstanceOf(Fault.class)
            .hasMessageContaining("another painting");
      }
      LossNetwork average = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.AVERAGE);
      GatysConfig same = config(Method.LBFGS, Start.PHOTO, false);
      try (Gatys other = new Gatys(average, same, photo, paintings)) {
        assertThatThrownBy(() -> other.resume(file)).hasMessageContaining("another painting");
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      assertThatThrownBy(() -> gatys.resume(file))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("cannot be read");
    }
  }

  @Test
  void contentAloneNeedsNoPainting() {
    LossWeights content =
        new LossWeights(1, List.of("relu2_1"), 0, Map.of(), 1, 0, Normalisation.GATYS);
    GatysConfig config =
        new GatysConfig(
            48, 32, content, Method.LBFGS, 4, Start.NOISE, List.of(60), 64, 1, false, 1);
    try (Gatys gatys = new Gatys(NETWORK, config, photo, List.of())) {
      gatys.paint(step -> true);
      assertThat(total(gatys, 59)).isLessThan(0.02 * total(gatys, 0));
    }
  }

  @Test
  void aTextureNeedsNoPhoto() {
    LossWeights style =
        new LossWeights(
            0, List.of(), 1, LossWeights.equal(List.of("relu2_1")), 1, 0, Normalisation.GATYS);
    GatysConfig config =
        new GatysConfig(48, 32, style, Method.LBFGS, 4, Start.NOISE, List.of(20), 64, 1, false, 1);
    try (Gatys gatys = new Gatys(NETWORK, config, null, paintings)) {
      gatys.paint(step -> true);
      assertThat(total(gatys, 19)).isLessThan(0.2 * total(gatys, 0));
    }
  }

  @Test
  void originalColoursAreThePhotos() {
    try (Gatys gatys = gatys(config(Method.LBFGS, Start.PHOTO, true))) {
      gatys.paint(step -> true);
      float[] painted = gatys.picture().rgb();
      float[] before = photo.resized(51, 37).rgb();
      int kept = 0;
      int changed = 0;
      for (int i = 0; i < painted.length; i += 3) {
        boolean inRange =
            Math.min(painted[i], Math.min(painted[i + 1], painted[i + 2])) > 0
                && Math.max(painted[i], Math.max(painted[i + 1], painted[i + 2])) < 255;
        if (inRange) {
          assertThat(painted[i] - painted[i + 2])
              .isCloseTo(before[i] - before[i + 2], within(0.1f));
          kept++;
          changed += Math.abs(painted[i] - before[i]) > 3 ? 1 : 0;
        }
      }
      assertThat(kept).isGreaterThan(51 * 37 / 2);
      assertThat(changed).isGreaterThan(kept / 4);
    }
  }

  @Test
  void aSizeThatMemoryCannotHoldIsRefused() {
    GatysConfig absurd =
        new GatysConfig(
            90_000, 60_000, LOSS, Method.LBFGS, 4, Start.PHOTO, List.of(8), 256, 1, false, 7);
    assertThatThrownBy(() -> gatys(absurd))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("90000x60000")
        .hasMessageContaining("--size ");
  }

  @Test
  void anyLossOfPicturesIsOptimised() {
    INDArray picture = Drawn.picture(32, 16, 1).toArray();
    INDArray target = Drawn.picture(32, 16, 2).toArray();
    double[] losses =
        Gatys.optimise((tape, x) -> tape.squaredDistance(x, target, 0.01), picture, 5);
    assertThat(losses).hasSize(6);
    assertThat(losses[0]).isGreaterThan(100);
    assertThat(losses[5]).isLessThan(1e-3);
    assertThat(picture.squaredDistance(target)).isLessThan(0.1);
  }
}
