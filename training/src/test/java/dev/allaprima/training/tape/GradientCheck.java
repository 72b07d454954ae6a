package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of the tape against finite differences, in double precision. */
public final class GradientCheck {
  private final Random random = new Random(7);

  /** Normal random numbers. */
  public INDArray values(long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  /**
   * Checks d(Σ w·f)/dx for every one of the arguments, at some of their places, to a relative error
   * of {@code tolerance} of the gradient's size.
   */
  public void check(double tolerance, BiFunction<Tape, List<Var>, Var> f, INDArray... arguments) {
    INDArray weights;
    try (Tape tape = new Tape()) {
      weights = values(f.apply(tape, leaves(tape, arguments)).value().shape());
    }
    List<INDArray> gradients = new ArrayList<>();
    try (Pool pool = new Pool()) {
      try (Tape tape = new Tape(pool)) {
        List<Var> leaves = leaves(tape, arguments);
        tape.backward(tape.inner(f.apply(tape, leaves), weights));
        leaves.forEach(leaf -> gradients.add(leaf.gradient().dup()));
      }
      assertThat(pool.lent()).as("arrays that the tape did not give back").isZero();
    }
    for (int k = 0; k < arguments.length; k++) {
      compare(tolerance, 1e-4, gradients.get(k), arguments[k], () -> value(f, arguments, weights));
    }
  }

  private static double value(
      BiFunction<Tape, List<Var>, Var> f, INDArray[] arguments, INDArray weights) {
    try (Tape tape = new Tape()) {
      return tape.inner(f.apply(tape, leaves(tape, arguments)), weights).scalar();
    }
  }

  /** Compares the gradient of {@code loss} for {@code x} with differences at some places of it. */
  public void compare(
      double tolerance, double step, INDArray gradient, INDArray x, DoubleSupplier loss) {
    assertThat(gradient.shape()).isEqualTo(x.shape());
    double scale = gradient.norm2Number().doubleValue() / Math.sqrt(gradient.length());
    assertThat(scale).as("size of the gradient").isGreaterThan(1e-9);
    for (int i = 0; i < Math.min(12, x.length()); i++) {
      long at = random.nextInt((int) x.length());
      double difference = difference(x, at, step, loss);
      assertThat(Math.abs(gradient.getDouble(at) - difference) / scale)
          .as("relative error at %d of %s", at, gradient.getDouble(at))
          .isLessThan(tolerance);
    }
  }

  private static List<Var> leaves(Tape tape, INDArray... arguments) {
    List<Var> leaves = new ArrayList<>();
    for (INDArray argument : arguments) {
      leaves.add(tape.parameter(argument));
    }
    return leaves;
  }

  /** The difference of fourth order at a place. */
  private static double difference(INDArray x, long at, double step, DoubleSupplier loss) {
    double before = x.getDouble(at);
    double[] factors = {1, -8, 8, -1};
    double[] places = {-2, -1, 1, 2};
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      x.putScalar(at, before + places[i] * step);
      sum += factors[i] * loss.getAsDouble();
    }
    x.putScalar(at, before);
    return sum / (12 * step);
  }
}
