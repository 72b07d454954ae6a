package dev.allaprima.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightsTest {
  private final GalleryConfig config = new GalleryConfig(8, 1);
  private final Weights two = config.fresh(2, 1).weights();

  @Test
  void viewsAndVectorAreOneMemory() {
    two.get("stem.scale").getRow(1).assign(7);
    two.get("head.bias").assign(9);
    assertThat(two.vector().data().asFloat()).contains(7, 9);
    long numbers = two.names().stream().mapToLong(name -> two.get(name).length()).sum();
    assertThat(numbers).isEqualTo(two.vector().length());
  }

  @Test
  void oneMoreStyleLeavesTheRestAsItWas() {
    two.get("stem.scale").getRow(0).assign(1);
    two.get("stem.scale").getRow(1).assign(3);
    Weights three = two.withStyle();
    assertThat(three.styles()).isEqualTo(3);
    float[] before = two.vector().data().asFloat();
    float[] after = three.vector().data().asFloat();
    assertThat(after).startsWith(before).hasSize(before.length + (int) config.layout().rowLength());
    assertThat(three.get("stem.scale").getDouble(2, 0)).isEqualTo(2);
    assertThat(two.withStyleLike(1).get("stem.scale").getDouble(2, 3)).isEqualTo(3);
  }

  @Test
  void teachingOneStyleMovesItsRowsAlone() {
    StyleNetwork network = config.with(two);
    two.get("head.kernel").muli(10);
    INDArray gradient;
    try (Tape tape = new Tape()) {
      Leaves leaves = two.tableLeaves(tape);
      INDArray rgb = Nd4j.rand(1, 16, 16, 3).muli(255);
      Var painted = network.paint(tape, leaves, rgb, network.inStyle(1, 1), Window.WHOLE);
      tape.backward(tape.squaredDistance(painted, Nd4j.zeros(1, 16, 16, 3), 1e-6));
      gradient = leaves.gradient();
    }
    float[] values = gradient.data().asFloat();
    int first = (int) config.layout().length(1);
    for (int i = 0; i < first; i++) {
      assertThat(values[i]).isZero();
    }
    double norm = 0;
    for (int i = first; i < values.length; i++) {
      norm += Math.abs(values[i]);
    }
    assertThat(norm).isPositive();
  }

  @Test
  void aVectorOfAnotherNetworkIsRefused() {
    assertThatThrownBy(() -> new Weights(config.layout(), Nd4j.zeros(17)))
        .hasMessageContaining("17");
  }
}
