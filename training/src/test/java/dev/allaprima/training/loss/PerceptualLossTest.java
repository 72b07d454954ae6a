package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.tape.Tape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class PerceptualLossTest {
  private static final PerceptualLoss.Weights WEIGHTS =
      new PerceptualLoss.Weights(1, 1, 1, "relu3_3", List.of("relu1_2", "relu3_4"), 2);

  private final LossNetwork vgg = new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.MAX);
  private final Picture painting = Drawn.picture(64, 64, 1);
  private final Picture photo = Drawn.picture(64, 64, 2);

  private double[] loss(Picture painted, Picture of) {
    PerceptualLoss loss = new PerceptualLoss(vgg, WEIGHTS, painting);
    try (Tape tape = new Tape()) {
      PerceptualLoss.Parts parts = loss.of(tape, tape.constant(painted.toArray()), of.toArray());
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

  @Test
  void layersThatAreNotThereAreNamed() {
    Map<String, INDArray> partial = Drawn.vggWeights();
    partial.keySet().removeIf(name -> name.startsWith("conv3"));
    LossNetwork shallow = new LossNetwork(Vgg.VGG19, partial, Pooling.MAX);
    assertThatThrownBy(() -> new PerceptualLoss(shallow, WEIGHTS, painting))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("relu3_")
        .hasMessageContaining("relu2_2");
  }
}
