package dev.allaprima.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.training.tape.Padding;
import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Tape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SubPixelsTest {
  /** A ramp down and across of 8×8 places, each repeated. */
  private static INDArray answerToARamp(INDArray kernel) {
    INDArray ramp = Nd4j.zeros(1, 8, 8, 2);
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 8; column++) {
        ramp.putScalar(new int[] {0, row, column, 0}, 3 * row + 2 * column);
        ramp.putScalar(new int[] {0, row, column, 1}, row - column);
      }
    }
    try (Pool pool = new Pool();
        Tape tape = new Tape(pool)) {
      var enlarged = tape.upsample(tape.constant(ramp));
      return tape.convolution(enlarged, tape.constant(kernel), null, 1, Padding.NONE).value().dup();
    }
  }

  private static double step(INDArray painted, int row, int column) {
    return painted.getDouble(0, row, column + 1, 0) - painted.getDouble(0, row, column, 0);
  }

  @Test
  void aSmoothKernelSeesARampWithoutItsSteps() {
    INDArray kernel = Nd4j.randn(3, 3, 2, 1);
    INDArray rough = answerToARamp(kernel);
    assertThat(step(rough, 3, 4)).isNotCloseTo(step(rough, 3, 5), within(1e-3));
    SubPixels.smooth(kernel);
    INDArray smooth = answerToARamp(kernel);
    for (int i = 0; i < 12; i++) {
      assertThat(step(smooth, i, i)).isCloseTo(step(smooth, 0, 0), within(1e-4));
      assertThat(step(smooth, i + 1, i)).isCloseTo(step(smooth, 0, 0), within(1e-4));
    }
    assertThat(step(smooth, 0, 0)).isNotCloseTo(0, within(1e-3));
  }

  @Test
  void whatIsSmoothStaysAsItIs() {
    INDArray kernel = Nd4j.randn(3, 3, 2, 4);
    SubPixels.smooth(kernel);
    INDArray once = kernel.dup();
    SubPixels.smooth(kernel);
    assertThat(kernel.sub(once).amaxNumber().doubleValue()).isLessThan(1e-6);
  }
}
