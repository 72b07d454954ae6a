package dev.allaprima.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.tape.Frozen;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ColoursTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void foldedPlanesUnfoldToThePicture(int fold) {
    try (Tape tape = new Tape()) {
      // Blocks of 2×2 of one colour lose nothing to chroma subsampling.
      Var picture = tape.upsample(tape.constant(Drawn.picture(8, 16, 4).toArray()));
      Var planes = tape.convolution(tape.spaceToDepth(picture, fold), fold(fold));
      assertThat(planes.value().shape())
          .containsExactly(1, 32 / fold, 16 / fold, 3 * fold * fold / 2);
      Var back =
          tape.depthToSpace(tape.convolution(planes, Colours.unfold(fold, DataType.FLOAT)), fold);
      assertThat(back.value().sub(picture.value()).amaxNumber().doubleValue()).isLessThan(1e-3);
    }
  }

  private static Frozen fold(int fold) {
    return Colours.fold(fold, DataType.FLOAT);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void primariesAreThoseOfBt601(int fold) {
    // Columns 2k and 2k+1 alike: red, green, blue, white.
    double[][] rgb = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
    double[][] yuv = {{81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {235, 128, 128}};
    INDArray picture = Nd4j.create(DataType.FLOAT, 1, fold, 8, 3);
    for (int row = 0; row < fold; row++) {
      for (int i = 0; i < 24; i++) {
        picture.putScalar(new int[] {0, row, i / 3, i % 3}, rgb[i / 6][i % 3]);
      }
    }
    try (Tape tape = new Tape()) {
      Var folded = tape.spaceToDepth(tape.constant(picture), fold);
      INDArray planes = tape.convolution(folded, fold(fold)).value();
      for (int column = 0; column < 8; column++) {
        int within = column % fold;
        int place = column / fold;
        double y = planes.getDouble(0, 0, place, within);
        double u = planes.getDouble(0, 0, place, fold * fold + within / 2);
        double v = planes.getDouble(0, 0, place, fold * fold + fold * fold / 4 + within / 2);
        assertThat(new double[] {y, u, v}).containsExactly(yuv[column / 2], within(0.6));
      }
    }
  }
}
