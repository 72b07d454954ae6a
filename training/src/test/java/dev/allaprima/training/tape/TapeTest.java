package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the operations compute; their gradients are {@link GradientTest}'s. */
class TapeTest {
  private static INDArray values(long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  @Test
  void instanceNormNormalisesEveryPicture() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 2, 3);
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, 2, 3);
    try (Tape t = new Tape()) {
      INDArray x = values(2, 8, 8, 3).muli(5).addi(9);
      x.slice(1, 0).addi(20);
      INDArray out =
          t.instanceNorm(t.constant(x), t.constant(ones), t.constant(zeros), 1e-5).value();
      assertThat(out.mean(1, 2).amaxNumber().doubleValue()).isLessThan(1e-4);
      assertThat(out.mul(out).mean(1, 2).sub(1).amaxNumber().doubleValue()).isLessThan(1e-3);
    }
  }

  @Test
  void batchNormNormalisesTheBatchAndTellsItsStatistics() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 2, 3);
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, 2, 3);
    try (Tape t = new Tape()) {
      INDArray x = values(2, 8, 8, 3).muli(5).addi(9);
      x.slice(1, 0).addi(20);
      INDArray[] told = new INDArray[2];
      INDArray out =
          t.batchNorm(
                  t.constant(x),
                  t.constant(ones),
                  t.constant(zeros),
                  1e-5,
                  (mean, variance) -> {
                    told[0] = mean.dup();
                    told[1] = variance.dup();
                  })
              .value();
      assertThat(out.mean(0, 1, 2).amaxNumber().doubleValue()).isLessThan(1e-4);
      assertThat(out.mul(out).mean(0, 1, 2).sub(1).amaxNumber().doubleValue()).isLessThan(1e-3);
      assertThat(told[0].getDouble(1, 2)).isCloseTo(x.mean(0, 1, 2).getDouble(2), within(1e-3));
      assertThat(told[1].getDouble(0, 1))
          .isCloseTo(x.var(false, 0, 1, 2).getDouble(1), within(0.05));
    }
  }

  @Test
  void fractionalStrideIsAConvolutionOverZerosBetween() {
    try (Tape t = new Tape()) {
      INDArray x = values(2, 3, 4, 5);
      INDArray kernel = values(3, 3, 5, 2);
      INDArray found = t.fractional(t.constant(x), t.constant(kernel)).value();
      INDArray between = Nd4j.zeros(DataType.FLOAT, 2, 6, 8, 5);
      INDArray turned = Nd4j.zeros(DataType.FLOAT, 3, 3, 5, 2);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 4; j++) {
          for (int n = 0; n < 2; n++) {
            between
                .slice(n, 0)
                .slice(2 * i, 0)
                .slice(2 * j, 0)
                .assign(x.slice(n, 0).slice(i, 0).slice(j, 0));
          }
        }
        for (int j = 0; j < 3; j++) {
          turned.slice(i, 0).slice(j, 0).assign(kernel.slice(2 - i, 0).slice(2 - j, 0));
        }
      }
      INDArray expected = t.convolution(t.constant(between), t.constant(turned), null).value();
      assertThat(found.shape()).isEqualTo(expected.shape());
      assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4);
    }
  }

  @Test
  void strideTwoTakesTheEvenPlaces() {
    try (Tape t = new Tape()) {
      Var x = t.constant(values(1, 6, 8, 2));
      Var kernel = t.constant(values(3, 3, 2, 3));
      INDArray all = t.convolution(x, kernel, null).value();
      INDArray even = t.convolution(x, kernel, null, 2, Padding.ZERO).value();
      assertThat(even.shape()).containsExactly(1, 3, 4, 3);
      assertThat(even.getDouble(0, 1, 2, 1)).isCloseTo(all.getDouble(0, 2, 4, 1), within(1e-5));
    }
  }

  @Test
  void gramIsJohnsonsEquation3() {
    try (Tape t = new Tape()) {
      INDArray x = Nd4j.createFromArray(1f, 2, 3, 4, 5, 6).reshape(1, 3, 1, 2);
      INDArray gram = t.gram(t.constant(x)).value();
      assertThat(gram.dup('c').data().asFloat())
          .containsExactly(new float[] {35 / 6f, 44 / 6f, 44 / 6f, 56 / 6f}, within(1e-5f));
    }
  }

  @Test
  void depthToSpaceOrdersRowColumnChannel() {
    try (Tape t = new Tape()) {
      INDArray x = Nd4j.createFromArray(0f, 1, 2, 3, 4, 5, 6, 7).reshape(1, 1, 1, 8);
      INDArray out = t.depthToSpace(t.constant(x), 2).value();
      assertThat(out.shape()).containsExactly(1, 2, 2, 2);
      assertThat(out.getDouble(0, 0, 1, 0)).isEqualTo(2);
      assertThat(out.getDouble(0, 1, 0, 1)).isEqualTo(5);
    }
  }

  @Test
  void overwrittenValuesAreRefused() {
    try (Tape t = new Tape()) {
      Var x = t.affine(t.parameter(values(1, 2, 2, 1)), 2, 0);
      t.relu(x);
      assertThatThrownBy(() -> t.tanh(x)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void borrowedAndNeededValuesAreNotOverwritten() {
    try (Tape t = new Tape()) {
      INDArray leaf = values(1, 2, 2, 1).subi(5);
      t.relu(t.parameter(leaf));
      assertThat(leaf.maxNumber().doubleValue()).isNegative();
      Var needed = t.tanh(t.parameter(leaf));
      t.relu(needed);
      assertThat(needed.value().maxNumber().doubleValue()).isNegative();
    }
  }

  @Test
  void aPoolServesTheSameArraysToTheNextTape() {
    try (Pool pool = new Pool()) {
      long after = 0;
      for (int step = 0; step < 3; step++) {
        try (Tape t = new Tape(pool)) {
          Var x = t.parameter(values(1, 8, 8, 2));
          t.backward(t.totalVariation(t.relu(t.affine(x, 2, 1)), 1));
        }
        assertThat(pool.lent()).isZero();
        assertThat(step == 0 || pool.bytes() == after).isTrue();
        after = pool.bytes();
      }
      assertThat(after).isPositive();
    }
  }

  @Test
  void kernelIsTransposedWhereverItLiesInAVector() {
    long offset = 26496;
    INDArray vector = Nd4j.rand(DataType.FLOAT, offset + 9 * 64 * 64);
    INDArray kernel =
        vector
            .get(NDArrayIndex.interval(offset, vector.length()))
            .reshape('c', false, 3, 3, 64, 64);
    INDArray transposed = Convolutions.transposed(kernel);
    assertThat(transposed.getFloat(0, 1, 5, 7)).isEqualTo(kernel.getFloat(2, 1, 7, 5));
    assertThat(transposed.getFloat(2, 0, 63, 0)).isEqualTo(kernel.getFloat(0, 2, 0, 63));
  }
}
