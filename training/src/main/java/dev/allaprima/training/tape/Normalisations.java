package dev.allaprima.training.tape;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Instance and batch normalisation, composed from means and broadcasts: ND4J's own gradients
 * ({@code standardize_bp}, {@code batchnorm_bp}) take ten times as long.
 */
final class Normalisations {
  private Normalisations() {}

  /**
   * y = scale · (x − μ)/√(σ² + ε) + shift, with μ and σ² of each channel of each picture, or of all
   * the pictures together.
   */
  static Var of(
      Tape t,
      Var x,
      Var scale,
      Var shift,
      double epsilon,
      boolean together,
      BiConsumer<INDArray, INDArray> statistics) {
    INDArray value = t.like(x.value());
    INDArray mean = means(t, x.value(), together);
    Kernels.subtract(x.value(), mean, value);
    INDArray squares = t.like(value);
    value.muli(value, squares);
    INDArray variance = means(t, squares, together);
    t.free(squares);
    statistics.accept(mean, variance);
    INDArray perDeviation = t.hold(variance.addi(epsilon));
    Transforms.pow(perDeviation, -0.5, false);
    INDArray factor = t.hold(t.like(perDeviation));
    scale.value().muli(perDeviation, factor);
    Kernels.multiply(value, factor, value);
    Kernels.add(value, shift.value(), value);
    t.hold(mean);
    Var out = t.record(value, x, scale, shift);
    if (out.wantsGradient) {
      x.keep();
    }
    return t.onBackward(
        out,
        g -> {
          long pixels = x.value().size(1) * x.value().size(2);
          INDArray centred = t.like(g);
          Kernels.subtract(x.value(), mean, centred);
          INDArray products = t.like(g);
          centred.muli(g, products);
          // mean(g · z) with z = (x − μ)/σ
          INDArray meanGz = means(t, products, false).muli(perDeviation);
          t.free(products);
          INDArray meanG = means(t, g, false);
          // dL/dx = 1/σ · (s·g − mean(s·g) − z · mean(s·g·z))
          INDArray ofZ = t.like(factor);
          factor.muli(meanGz, ofZ);
          INDArray constant = t.like(factor);
          factor.muli(meanG, constant);
          if (together) {
            averageRows(ofZ);
            averageRows(constant);
          }
          Kernels.multiply(centred, ofZ.muli(perDeviation).negi(), centred);
          Kernels.subtract(centred, constant, centred);
          Kernels.multiply(g, factor, g);
          g.addi(centred);
          t.free(centred);
          t.free(ofZ);
          t.free(constant);
          t.give(x, g);
          t.give(scale, meanGz.muli(pixels));
          t.give(shift, meanG.muli(pixels));
        });
  }

  /** scale · x + shift, both [N,C]. */
  static Var scaleShift(Tape t, Var x, Var scale, Var shift) {
    INDArray value = t.like(x.value());
    Kernels.multiply(x.value(), scale.value(), value);
    Kernels.add(value, shift.value(), value);
    Var out = t.record(value, x, scale, shift);
    if (scale.wantsGradient) {
      x.keep();
    }
    return t.onBackward(
        out,
        g -> {
          long pixels = g.size(1) * g.size(2);
          if (scale.wantsGradient) {
            INDArray products = t.like(g);
            x.value().muli(g, products);
            t.give(scale, means(t, products, false).muli(pixels));
            t.free(products);
          }
          if (shift.wantsGradient) {
            t.give(shift, means(t, g, false).muli(pixels));
          }
          Kernels.multiply(g, scale.value(), g);
          t.give(x, g);
        });
  }

  /**
   * Means over the places, [N,C]; in two stages, which is as fast and loses less to rounding.
   *
   * @param together over the pictures as well: then all rows are alike
   */
  private static INDArray means(Tape t, INDArray x, boolean together) {
    long[] s = x.shape();
    INDArray ofRows = t.take(x.dataType(), s[0], s[1], 1, s[3]);
    Kernels.pool("avgpool2d", 1, (int) s[2], x, ofRows);
    INDArray out = t.take(x.dataType(), s[0], 1, 1, s[3]);
    Kernels.pool("avgpool2d", (int) s[1], 1, ofRows, out);
    t.free(ofRows);
    INDArray means = out.reshape('c', s[0], s[3]);
    if (together) {
      averageRows(means);
    }
    return means;
  }

  private static void averageRows(INDArray rows) {
    try (INDArray mean = rows.mean(true, 0)) {
      for (long n = 0; n < rows.size(0); n++) {
        rows.slice(n, 0).assign(mean.reshape(rows.size(1)));
      }
    }
  }

  static Var mix(Tape t, INDArray weights, Var table) {
    // A table is a view of the weights' vector: the product wants it whole.
    INDArray rows = t.like(table.value()).assign(table.value());
    INDArray value = t.take(rows.dataType(), weights.size(0), rows.size(1));
    weights.mmuli(rows, value);
    t.free(rows);
    Var out = t.record(value, table);
    return t.onBackward(
        out,
        g -> {
          INDArray dTable = t.like(table.value());
          weights.transpose().mmuli(g, dTable);
          t.free(g);
          t.give(table, dTable);
        });
  }
}
