package dev.allaprima.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StabilityTest {
  @Test
  void movedPictureIsOnePictureAndEveryOtherMoveIsNot() {
    Picture scene = Drawn.picture(40, 40, 1);
    INDArray first =
        Nd4j.concat(0, scene.cut(4, 4, 32, 32).toArray(), scene.cut(4, 4, 32, 32).toArray());
    INDArray second =
        Nd4j.concat(0, scene.cut(6, 1, 32, 32).toArray(), scene.cut(4, 8, 32, 32).toArray());
    try (Tape tape = new Tape()) {
      Var painted = tape.parameter(first);
      int[][] right = {{2, -3}, {0, 4}};
      assertThat(Stability.term(tape, painted, second, right, 1).scalar()).isZero();
      int[][] wrong = {{2, -3}, {0, -4}};
      assertThat(Stability.term(tape, painted, second, wrong, 1).scalar()).isGreaterThan(1e-3);
    }
  }

  @Test
  void termIsTheMeanOverWhatBothShow() {
    INDArray first = Nd4j.zeros(1, 8, 8, 3);
    INDArray second = Nd4j.zeros(1, 8, 8, 3).addi(51);
    try (Tape tape = new Tape()) {
      Var painted = tape.parameter(first);
      Var term = Stability.term(tape, painted, second, new int[][] {{3, -2}}, 10);
      assertThat(term.scalar()).isCloseTo(10 * 0.2 * 0.2, within(1e-6));
      tape.backward(term);
      // 5 rows and 6 columns of the first are seen in the second too: the lower left ones.
      assertThat(painted.gradient().getDouble(0, 2, 0, 0)).isZero();
      assertThat(painted.gradient().getDouble(0, 3, 0, 0)).isNegative();
      assertThat(painted.gradient().getDouble(0, 3, 6, 0)).isZero();
    }
  }
}
