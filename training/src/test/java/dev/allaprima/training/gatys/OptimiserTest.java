package dev.allaprima.training.gatys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OptimiserTest {
  /** Rosenbrock's valley in any number of dimensions; the minimum is 0 at (1, ..., 1). */
  private static final Objective ROSENBROCK =
      (x, gradient) -> {
        double value = 0;
        gradient.assign(0);
        for (long i = 0; i + 1 < x.length(); i++) {
          double a = 1 - x.getDouble(i);
          double b = x.getDouble(i + 1) - x.getDouble(i) * x.getDouble(i);
          value += a * a + 100 * b * b;
          gradient.putScalar(i, gradient.getDouble(i) - 2 * a - 400 * b * x.getDouble(i));
          gradient.putScalar(i + 1, gradient.getDouble(i + 1) + 200 * b);
        }
        return value;
      };

  /** ½ Σ cᵢ (xᵢ − i)² with curvatures from 1 to 10⁴, times a scale. */
  private static Objective quadratic(double scale) {
    return (x, gradient) -> {
      double value = 0;
      for (long i = 0; i < x.length(); i++) {
        double curvature = scale * Math.pow(10, 4.0 * i / (x.length() - 1));
        double away = x.getDouble(i) - i;
        value += 0.5 * curvature * away * away;
        gradient.putScalar(i, curvature * away);
      }
      return value;
    };
  }

  private static INDArray start(DataType type, int length) {
    return Nd4j.zeros(type, length).addi(-1);
  }

  private static double[] run(Optimiser optimiser, Objective objective, INDArray x, int steps) {
    double[] values = new double[steps];
    for (int i = 0; i < steps; i++) {
      values[i] = optimiser.step(objective, x);
    }
    return values;
  }

  @Test
  void lbfgsGoesDownRosenbrocksValley() {
    for (int dimensions : new int[] {2, 12}) {
      INDArray x = start(DataType.DOUBLE, dimensions);
      double[] values = run(new Lbfgs(), ROSENBROCK, x, 100);
      assertThat(values[99]).isLessThan(1e-16);
      assertThat(x.toDoubleVector()).containsOnly(new double[] {1}, within(1e-7));
    }
  }

  @Test
  void lbfgsSolvesAQuadraticOfAnyScale() {
    for (double scale : new double[] {1e-9, 1, 1e9}) {
      INDArray x = start(DataType.DOUBLE, 8);
      run(new Lbfgs(), quadratic(scale), x, 100);
      assertThat(x.toDoubleVector())
          .containsExactly(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, within(1e-6));
    }
  }

  @Test
  void lbfgsNeverGoesUpAndStopsWhereItCannotGoDown() {
    INDArray x = start(DataType.FLOAT, 12);
    Lbfgs lbfgs = new Lbfgs();
    double before = Double.MAX_VALUE;
    for (int i = 0; i < 300 && !lbfgs.finished(); i++) {
      double value = lbfgs.step(ROSENBROCK, x);
      assertThat(value).isLessThanOrEqualTo(before);
      before = value;
    }
    assertThat(before).isLessThan(1e-6);
    assertThat(lbfgs.finished()).isTrue();
  }

  @Test
  void lbfgsStaysWhereTheFunctionIsANumber() {
    // x − log x: not a number left of 0, and the first step from 0.1 leads far to the right.
    Objective barrier =
        (x, gradient) -> {
          double at = x.getDouble(0);
          gradient.putScalar(0, 1 - 1 / at);
          return at - Math.log(at);
        };
    for (double from : new double[] {0.01, 50}) {
      INDArray x = Nd4j.createFromArray(from);
      run(new Lbfgs(), barrier, x, 40);
      assertThat(x.getDouble(0)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void adamComesNearToo() {
    INDArray x = start(DataType.DOUBLE, 8);
    double[] values = run(new AdamSteps(0.3), quadratic(1), x, 400);
    assertThat(values[399]).isLessThan(1e-2 * values[0]);
  }

  @Test
  void memoryReadBackGoesOnBitForBit() throws IOException {
    goesOn(Lbfgs::new);
    goesOn(() -> new AdamSteps(0.01));
  }

  private static void goesOn(Supplier<Optimiser> kind) throws IOException {
    INDArray x = start(DataType.FLOAT, 12);
    Optimiser whole = kind.get();
    for (int done = 0; done < 30; done++) {
      INDArray copy = x.dup();
      Optimiser resumed = kind.get();
      resumed.step(ROSENBROCK, x.dup());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      whole.write(new DataOutputStream(bytes));
      resumed.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      double expected = whole.step(ROSENBROCK, x);
      assertThat(resumed.step(ROSENBROCK, copy)).isEqualTo(expected);
      assertThat(copy.toFloatVector()).isEqualTo(x.toFloatVector());
    }
  }
}
