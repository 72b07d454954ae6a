package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PerceptualLossTest {
  private static final PerceptualLoss.Weights WEIGHTS =
      new PerceptualLoss.Weights(1, 1, 1, "relu3_3", List.of("relu1_2", "relu3_4"), 2);

  private final LossNetwork vgg = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);
  private final Picture painting = Drawn.picture(64, 64, 1);
  private final Picture photo = Drawn.picture(64, 64, 2);

  private double[] loss(Picture painted, Picture of) {
    PerceptualLoss loss = new PerceptualLoss(vgg, WEIGHTS);
    try (Tape tape = new Tape()) {
      List<Aim> aims = List.of(Aim.at(loss.target(List.of(new Painting(painting, 1)))));
      PerceptualLoss.Parts parts =
          loss.of(tape, tape.constant(painted.toArray()), of.toArray(), aims);
      return new double[] {
        parts.content().scalar(), parts.style().scalar(), parts.variation().scalar()
      };
    }
  }

  @Test
  void thePhotoItselfHasNoContentLossAndThePaintingNoStyleLoss() {
    assertThat(loss(photo, photo)[0]).isCloseTo(0, within(1e-6));
    assertThat(loss(painting, photo)[1]).isCloseTo(0, within(1e-6));
    assertThat(loss(painting, photo)[0]).isGreaterThan(0.01);
    assertThat(loss(photo, photo)[1]).isGreaterThan(0.01);
    assertThat(loss(photo, photo)[2]).isGreaterThan(0);
  }

  /** Sum over the parts, in double. */
  private static double total(PerceptualLoss loss, INDArray painted, INDArray photos, Aim... aims) {
    try (Tape tape = new Tape()) {
      return loss.of(tape, tape.parameter(painted), photos, List.of(aims)).total().scalar();
    }
  }

  @Test
  void gradientOfTheWholeLossIsThatOfDifferences() {
    Map<String, INDArray> exact = Drawn.vggWeights();
    exact.replaceAll((name, array) -> array.castTo(DataType.DOUBLE));
    for (Normalisation by : Normalisation.values()) {
      LossNetwork network = new LossNetwork(Vgg.VGG19, exact, Pooling.AVERAGE);
      Map<String, Double> layers = Map.of("relu1_2", 0.2, "relu2_1", 0.3);
      PerceptualLoss loss =
          new PerceptualLoss(
              network,
              new PerceptualLoss.Weights(by, 0.5, 100, 0.1, 0.01, "relu2_2", layers, 2, false));
      INDArray photos =
          Nd4j.concat(0, Drawn.picture(8, 8, 4).toArray(), Drawn.picture(8, 8, 5).toArray())
              .castTo(DataType.DOUBLE);
      INDArray painted =
          Nd4j.concat(0, Drawn.picture(8, 8, 6).toArray(), Drawn.picture(8, 8, 7).toArray())
              .castTo(DataType.DOUBLE);
      Aim[] aims = {
        new Aim(loss.target(List.of(new Painting(painting, 1))), 2, 1),
        new Aim(loss.target(List.of(new Painting(photo, 1))), 1, 3)
      };
      INDArray gradient;
      try (Tape tape = new Tape()) {
        Var leaf = tape.parameter(painted);
        tape.backward(loss.of(tape, leaf, photos, List.of(aims)).total());
        gradient = leaf.gradient().dup();
      }
      double scale = gradient.norm2Number().doubleValue() / Math.sqrt(gradient.length());
      Random random = new Random(1);
      double h = 1e-4;
      for (int k = 0; k < 6; k++) {
        long at = random.nextInt((int) painted.length());
        double before = painted.getDouble(at);
        painted.putScalar(at, before + h);
        double up = total(loss, painted, photos, aims);
        painted.putScalar(at, before - h);
        double down = total(loss, painted, photos, aims);
        painted.putScalar(at, before);
        assertThat(gradient.getDouble(at))
            .as("%s at %d", by, at)
            .isCloseTo((up - down) / (2 * h), within(1e-4 * scale));
      }
    }
  }

  @Test
  void aBatchCostsTheMeanOfItsPictures() {
    PerceptualLoss loss =
        new PerceptualLoss(
            vgg,
            new PerceptualLoss.Weights(
                Normalisation.JOHNSON,
                1,
                5,
                0.5,
                1e-4,
                "relu3_3",
                Map.of("relu2_2", 1.0),
                1,
                false));
    INDArray[] photos = {photo.toArray(), Drawn.picture(64, 64, 3).toArray()};
    INDArray[] painted = {painting.toArray(), Drawn.picture(64, 64, 4).toArray()};
    Aim first = new Aim(loss.target(List.of(new Painting(photo, 1))), 0.5, 2);
    Aim second = Aim.at(loss.target(List.of(new Painting(painting, 1))));
    double together = total(loss, Nd4j.concat(0, painted), Nd4j.concat(0, photos), first, second);
    double mean =
        (total(loss, painted[0], photos[0], first) + total(loss, painted[1], photos[1], second))
            / 2;
    assertThat(together).isCloseTo(mean, within(1e-4 * mean));
  }

  @Test
  void aBatchesGramMatrixIsThatOfItsPicturesSideBySide() {
    for (Normalisation by : Normalisation.values()) {
      // The first layer's features know nothing of what is three pixels away.
      PerceptualLoss.Weights weights =
          new PerceptualLoss.Weights(by, 0, 5, 0, 0, "relu1_1", Map.of("relu1_1", 1.0), 1, true);
      PerceptualLoss loss = new PerceptualLoss(vgg, weights);
      INDArray[] halves = {painting.toArray(), photo.toArray()};
      Aim aim = Aim.at(loss.target(List.of(new Painting(Drawn.picture(64, 64, 3), 1))));
      double batch = total(loss, Nd4j.concat(0, halves), null, aim, aim);
      double one = total(loss, Nd4j.concat(2, halves), null, aim);
      assertThat(batch).isCloseTo(one, within(0.05 * one));
      double apart = (total(loss, halves[0], null, aim) + total(loss, halves[1], null, aim)) / 2;
      assertThat(batch).isLessThan(0.9 * apart);
    }
  }

  @Test
  void aBatchesGramMatrixIsOfOneStyle() {
    PerceptualLoss loss = new PerceptualLoss(vgg, WEIGHTS.withBatchGram(true));
    INDArray photos = Nd4j.concat(0, photo.toArray(), painting.toArray());
    Aim first = Aim.at(loss.target(List.of(new Painting(photo, 1))));
    Aim second = Aim.at(loss.target(List.of(new Painting(painting, 1))));
    assertThatThrownBy(() -> total(loss, photos, photos, first, second))
        .hasMessageContaining("several styles");
  }

  @Test
  void whatDoesNotCountIsNotAskedFor() {
    PerceptualLoss.Weights contentOnly =
        new PerceptualLoss.Weights(
            Normalisation.GATYS, 1, 0, 0, 0, "relu2_1", Map.of("relu5_1", 0.2), 1, false);
    PerceptualLoss loss = new PerceptualLoss(vgg, contentOnly);
    assertThat(total(loss, photo.toArray(), photo.toArray())).isZero();
    assertThat(total(loss, painting.toArray(), photo.toArray())).isPositive();
    PerceptualLoss.Weights styleOnly =
        new PerceptualLoss.Weights(
            Normalisation.GATYS, 0, 1, 0, 0, "relu5_1", Map.of("relu2_1", 1.0), 1, false);
    loss = new PerceptualLoss(vgg, styleOnly);
    assertThat(loss.content(photo.toArray())).isNull();
    Aim aim = Aim.at(loss.target(List.of(new Painting(painting, 1))));
    assertThat(total(loss, photo.toArray(), null, aim)).isPositive();
  }

  @Test
  void layersThatAreNotThereAreNamed() {
    Map<String, INDArray> partial = Drawn.vggWeights();
    partial.keySet().removeIf(name -> name.startsWith("conv3"));
    LossNetwork shallow = new LossNetwork(Vgg.VGG19, partial, Pooling.MAX);
    assertThatThrownBy(() -> new PerceptualLoss(shallow, WEIGHTS))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("relu3_")
        .hasMessageContaining("relu2_2");
  }
}
