package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every gradient of the tape against central differences. */
class TapeTest {
  private final Random random = new Random(7);

  private INDArray values(long... shape) {
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, (float) random.nextGaussian());
    }
    return array;
  }

  /** Compares dΣ(w·f(x))/dx with differences, at some of the places of x. */
  private void check(INDArray x, BiFunction<Tape, Var, Var> f) {
    INDArray target;
    try (Tape tape = new Tape()) {
      Var out = f.apply(tape, tape.parameter(x));
      target = values(out.value().shape());
    }
    INDArray gradient;
    try (Tape tape = new Tape()) {
      Var leaf = tape.parameter(x);
      tape.backward(tape.squaredDistance(f.apply(tape, leaf), target, 0.5));
      gradient = leaf.gradient().dup();
    }
    double scale = gradient.norm2Number().doubleValue() / Math.sqrt(gradient.length());
    assertThat(scale).isGreaterThan(1e-4);
    float h = 1e-2f;
    for (int k = 0; k < 20; k++) {
      long at = random.nextInt((int) x.length());
      double before = x.getDouble(at);
      x.putScalar(at, before + h);
      double up = loss(x, f, target);
      x.putScalar(at, before - h);
      double down = loss(x, f, target);
      x.putScalar(at, before);
      assertThat(gradient.getDouble(at))
          .as("gradient at %d", at)
          .isCloseTo((up - down) / (2 * h), within(0.02 * scale + 0.02 * Math.abs(up - down) / h));
    }
  }

  private static double loss(INDArray x, BiFunction<Tape, Var, Var> f, INDArray target) {
    try (Tape tape = new Tape()) {
      INDArray difference = f.apply(tape, tape.parameter(x)).value().sub(target);
      return 0.5
          * difference.castTo(DataType.DOUBLE).norm2Number().doubleValue()
          * difference.castTo(DataType.DOUBLE).norm2Number().doubleValue();
    }
  }

  @Test
  void convolutionForItsInput() {
    INDArray kernel = values(3, 3, 2, 4);
    INDArray bias = values(4);
    check(values(2, 6, 8, 2), (t, x) -> t.convolution(x, t.parameter(kernel), t.parameter(bias)));
  }

  @Test
  void convolutionForItsKernel() {
    INDArray x = values(2, 6, 8, 2);
    check(values(3, 3, 2, 4), (t, kernel) -> t.convolution(t.constant(x), kernel, null));
  }

  @Test
  void convolutionForItsBias() {
    INDArray x = values(2, 6, 8, 2);
    INDArray kernel = values(3, 3, 2, 4);
    check(values(4), (t, bias) -> t.convolution(t.constant(x), t.parameter(kernel), bias));
  }

  @Test
  void frozenConvolution() {
    Frozen weights = Frozen.of(values(3, 3, 2, 5), values(5));
    check(values(2, 6, 4, 2), (t, x) -> t.convolution(x, weights));
    Frozen pointwise = Frozen.of(values(1, 1, 3, 5), values(5));
    check(values(2, 6, 4, 3), (t, x) -> t.convolution(x, pointwise));
  }

  @Test
  void instanceNorm() {
    INDArray scale = values(2, 3);
    INDArray shift = values(2, 3);
    INDArray picture = values(2, 4, 6, 3).muli(3).addi(2);
    check(picture, (t, x) -> t.instanceNorm(x, t.parameter(scale), t.parameter(shift), 1e-5));
    check(scale, (t, s) -> t.instanceNorm(t.constant(picture), s, t.parameter(shift), 1e-5));
    check(shift, (t, s) -> t.instanceNorm(t.constant(picture), t.parameter(scale), s, 1e-5));
  }

  @Test
  void instanceNormNormalises() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 2, 3);
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, 2, 3);
    try (Tape t = new Tape()) {
      Var x = t.constant(values(2, 8, 8, 3).muli(5).addi(9));
      INDArray out = t.instanceNorm(x, t.constant(ones), t.constant(zeros), 1e-5).value();
      assertThat(out.mean(1, 2).amaxNumber().doubleValue()).isLessThan(1e-4);
      assertThat(out.mul(out).mean(1, 2).sub(1).amaxNumber().doubleValue()).isLessThan(1e-3);
    }
  }

  @Test
  void reshapingOperations() {
    check(values(2, 4, 6, 3), Tape::upsample);
    check(values(2, 4, 6, 3), Tape::averagePool);
    check(values(2, 4, 6, 3), Tape::maxPool);
    check(values(2, 4, 6, 8), (t, x) -> t.depthToSpace(x, 2));
    check(values(2, 4, 6, 3), (t, x) -> t.spaceToDepth(x, 2));
    check(values(2, 5, 6, 3), (t, x) -> t.crop(x, 1));
    check(values(2, 5, 6, 3), (t, x) -> t.window(x, 1, 2, 4, 3));
  }

  @Test
  void pointwiseOperations() {
    check(values(2, 4, 6, 3), Tape::tanh);
    check(values(2, 4, 6, 3), (t, x) -> t.add(t.tanh(x), x));
    check(values(2, 4, 6, 3), (t, x) -> t.affine(x, -3, 2));
    INDArray style = values(2, 3);
    check(values(3, 5), (t, x) -> t.mix(style, x));
    INDArray away = values(2, 4, 6, 3);
    // Central differences mean nothing across the kink.
    away.addi(org.nd4j.linalg.ops.transforms.Transforms.sign(away, true).muli(0.1));
    check(away, Tape::relu);
  }

  @Test
  void gramAndVariation() {
    check(values(2, 4, 6, 3), Tape::gram);
    check(values(2, 4, 6, 3), (t, x) -> t.totalVariation(x, 0.3));
    INDArray constant = values(2, 4, 6, 3);
    check(values(2, 4, 6, 3), (t, x) -> t.inner(x, constant));
  }

  @Test
  void gramIsJohnsonsEquation3() {
    try (Tape t = new Tape()) {
      INDArray x = Nd4j.createFromArray(1f, 2, 3, 4, 5, 6).reshape(1, 3, 1, 2);
      INDArray gram = t.gram(t.constant(x)).value();
      assertThat(gram.data().asFloat())
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
}
