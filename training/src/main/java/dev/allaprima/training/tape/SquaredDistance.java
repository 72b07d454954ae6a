package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A weighted sum of squared differences, each of the first axis with a weight of its own. */
final class SquaredDistance {
  private final Var out;

  SquaredDistance(Tape tape, Var a, INDArray target, double[] weights) {
    INDArray difference = tape.adopt(a.value.sub(target));
    long rows = a.value.size(0);
    double total = 0;
    for (long n = 0; n < rows; n++) {
      double norm = difference.slice(n, 0).norm2Number().doubleValue();
      total += weight(weights, n) * norm * norm;
    }
    Var result = tape.record(Nd4j.scalar(a.value.dataType(), total), a);
    out =
        tape.onBackward(
            result,
            () -> {
              double factor = 2 * result.gradient.getDouble(0);
              INDArray da = difference.dup('c');
              for (long n = 0; n < rows; n++) {
                da.slice(n, 0).muli(factor * weight(weights, n));
              }
              tape.give(a, da);
            });
  }

  private static double weight(double[] weights, long n) {
    return weights[weights.length == 1 ? 0 : (int) n];
  }

  Var out() {
    return out;
  }
}
