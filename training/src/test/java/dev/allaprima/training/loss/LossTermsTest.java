package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.StyleTarget.Gram;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The terms against sums done by hand, and their gradients against the papers' formulas. */
class LossTermsTest {
  /** Two pixels of two features. */
  private static final INDArray F = Nd4j.createFromArray(1d, 2, 3, 4).reshape(1, 1, 2, 2);

  private static final INDArray P = Nd4j.createFromArray(1d, 0, 0, 2).reshape(1, 1, 2, 2);

  /** G of F is [[10, 14], [14, 20]] / 4. */
  private static final Gram A = gram(2, 1, 1, 3);

  private static Gram gram(double... values) {
    INDArray array = Nd4j.createFromArray(values).reshape(1, 2, 2).div(4);
    double norm = array.norm2Number().doubleValue();
    return new Gram(array, norm * norm);
  }

  private static double content(Normalisation by) {
    try (Tape tape = new Tape()) {
      return FeatureReconstruction.of(tape, tape.constant(F), P, by, 10).scalar();
    }
  }

  private static double style(Normalisation by) {
    try (Tape tape = new Tape()) {
      return StyleReconstruction.of(tape, tape.constant(F), List.of(A), by, 10).scalar();
    }
  }

  @Test
  void featureReconstruction() {
    // Differences 0, 2, 3, 2: 17 in all; the photo's squares: 5.
    assertThat(content(Normalisation.GATYS)).isCloseTo(10 * 17 / 2.0, within(1e-9));
    assertThat(content(Normalisation.JOHNSON)).isCloseTo(10 * 17 / 4.0, within(1e-9));
    assertThat(content(Normalisation.SCALE_FREE)).isCloseTo(10 * 17 / 5.0, within(1e-9));
  }

  @Test
  void styleReconstruction() {
    // Differences of the Gram matrices 8, 13, 13, 17, each by N·M = 4: 691 / 16 in all.
    assertThat(style(Normalisation.JOHNSON)).isCloseTo(10 * 691 / 16.0, within(1e-9));
    // 1/(4N²M²) Σ(G − A)², N = 2 features, M = 2 places.
    assertThat(style(Normalisation.GATYS)).isCloseTo(10 * 691 / 64.0, within(1e-9));
    assertThat(style(Normalisation.SCALE_FREE)).isCloseTo(10 * 691 / 15.0, within(1e-9));
  }

  @Test
  void totalVariation() {
    INDArray picture =
        Nd4j.createFromArray(0d, 0, 0, 3, 1, 0, 1, 0, 0, 5, 0, 0).reshape(1, 2, 2, 3);
    try (Tape tape = new Tape()) {
      Var x = tape.constant(picture);
      // Across 9 + 1 and 16, down 1 and 4 + 1.
      double sum = 9 + 1 + 16 + 1 + 4 + 1;
      assertThat(TotalVariationLoss.of(tape, x, Normalisation.JOHNSON, 2).scalar())
          .isCloseTo(2 * sum, within(1e-9));
      assertThat(TotalVariationLoss.of(tape, x, Normalisation.SCALE_FREE, 2).scalar())
          .isCloseTo(2 * sum / (255 * 255 * 12), within(1e-9));
    }
  }

  private static INDArray random(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  @Test
  void derivativeOfTheContentLossIsGatysEquation2() {
    INDArray before = random(1, 1, 3, 4, 5);
    INDArray target = random(2, 1, 3, 4, 5);
    try (Tape tape = new Tape()) {
      Var leaf = tape.parameter(before);
      tape.backward(
          FeatureReconstruction.of(tape, tape.relu(leaf), target, Normalisation.GATYS, 1));
      for (long i = 0; i < before.length(); i++) {
        double f = before.getDouble(i);
        assertThat(leaf.gradient().getDouble(i))
            .isCloseTo(f > 0 ? f - target.getDouble(i) : 0, within(1e-12));
      }
    }
  }

  @Test
  void derivativeOfTheStyleLossIsGatysEquation6() {
    int places = 12;
    int features = 5;
    INDArray before = random(1, 1, 3, 4, 5);
    INDArray other = random(2, 1, 3, 4, 5);
    double[][] f = rectified(before, places, features);
    double[][] a = gram(rectified(other, places, features));
    double[][] g = gram(f);
    try (Tape tape = new Tape()) {
      INDArray target = tape.gram(tape.relu(tape.constant(other))).value();
      double norm = target.norm2Number().doubleValue();
      Var leaf = tape.parameter(before);
      tape.backward(
          StyleReconstruction.of(
              tape,
              tape.relu(leaf),
              List.of(new Gram(target, norm * norm)),
              Normalisation.GATYS,
              1));
      for (int j = 0; j < places; j++) {
        for (int i = 0; i < features; i++) {
          // ((Fᵀ)(G − A))_ji / (N²M²) where F > 0, and 0 elsewhere.
          double sum = 0;
          for (int k = 0; k < features; k++) {
            sum += f[j][k] * (g[k][i] - a[k][i]);
          }
          double expected =
              f[j][i] > 0 ? sum / ((double) features * features * places * places) : 0;
          assertThat(leaf.gradient().getDouble((long) j * features + i))
              .isCloseTo(expected, within(1e-12));
        }
      }
    }
  }

  private static double[][] rectified(INDArray x, int places, int features) {
    double[][] out = new double[places][features];
    for (int j = 0; j < places; j++) {
      for (int i = 0; i < features; i++) {
        out[j][i] = Math.max(0, x.getDouble((long) j * features + i));
      }
    }
    return out;
  }

  private static double[][] gram(double[][] f) {
    int features = f[0].length;
    double[][] out = new double[features][features];
    for (double[] place : f) {
      for (int i = 0; i < features; i++) {
        for (int k = 0; k < features; k++) {
          out[i][k] += place[i] * place[k];
        }
      }
    }
    return out;
  }

  @Test
  void severalPaintingsCountByTheirShares() {
    LossNetwork network = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);
    Picture first = Drawn.picture(40, 32, 1);
    Picture second = Drawn.picture(24, 64, 2);
    Set<String> layers = Set.of("relu2_2");
    StyleTarget one = new StyleTarget(network, layers, 2, List.of(new Painting(first, 1)));
    StyleTarget two = new StyleTarget(network, layers, 2, List.of(new Painting(second, 1)));
    StyleTarget both =
        new StyleTarget(
            network, layers, 2, List.of(new Painting(first, 3), new Painting(second, 1)));
    for (int scale = 0; scale < both.scales(); scale++) {
      INDArray expected =
          one.gram(scale, "relu2_2")
              .values()
              .mul(0.75)
              .add(two.gram(scale, "relu2_2").values().mul(0.25));
      INDArray mean = both.gram(scale, "relu2_2").values();
      assertThat(mean.sub(expected).norm2Number().doubleValue())
          .isLessThan(1e-6 * expected.norm2Number().doubleValue());
    }
    assertThatThrownBy(() -> new StyleTarget(network, layers, 1, List.of(new Painting(first, 0))))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("shares");
  }
}
