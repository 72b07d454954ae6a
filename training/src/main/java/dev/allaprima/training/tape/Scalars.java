package dev.allaprima.training.tape;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;

/** Operations that end in one number. */
final class Scalars {
  private Scalars() {}

  private static Var record(Tape t, double total, Var like, Var... inputs) {
    INDArray value = t.take(like.value().dataType(), new long[] {1});
    return t.record(value.assign(total), inputs);
  }

  static Var squaredDistance(Tape t, Var a, INDArray target, double[] weights) {
    INDArray difference = t.hold(t.like(a.value()));
    long rows = a.value().size(0);
    boolean shared = target.size(0) == 1;
    double total = 0;
    for (long n = 0; n < rows; n++) {
      INDArray one = difference.slice(n, 0);
      a.value().slice(n, 0).subi(target.slice(shared ? 0 : n, 0), one);
      double norm = one.norm2Number().doubleValue();
      total += weight(weights, n) * norm * norm;
    }
    return t.onBackward(
        record(t, total, a, a),
        g -> {
          double factor = 2 * g.getDouble(0);
          t.free(g);
          INDArray da = t.like(difference);
          for (long n = 0; n < rows; n++) {
            difference.slice(n, 0).muli(factor * weight(weights, n), da.slice(n, 0));
          }
          t.give(a, da);
        });
  }

  private static double weight(double[] weights, long n) {
    return weights[weights.length == 1 ? 0 : (int) n];
  }

  static Var squaredDistance(Tape t, Var a, Var b, double weight) {
    INDArray difference = t.hold(t.like(a.value()));
    a.value().subi(b.value(), difference);
    double norm = difference.norm2Number().doubleValue();
    return t.onBackward(
        record(t, weight * norm * norm, a, a, b),
        g -> {
          double factor = 2 * weight * g.getDouble(0);
          t.free(g);
          if (a.wantsGradient) {
            t.give(a, difference.muli(factor, t.like(difference)));
          }
          if (b.wantsGradient) {
            t.give(b, difference.muli(-factor, t.like(difference)));
          }
        });
  }

  static Var inner(Tape t, Var a, INDArray b) {
    INDArray products = t.like(a.value());
    a.value().muli(b, products);
    double total = products.sumNumber().doubleValue();
    t.free(products);
    return t.onBackward(
        record(t, total, a, a),
        g -> {
          INDArray da = t.like(a.value());
          b.muli(g.getDouble(0), da);
          t.free(g);
          t.give(a, da);
        });
  }

  static Var totalVariation(Tape t, Var x, double weight) {
    INDArray across = neighbours(t, x.value(), 2);
    INDArray down = neighbours(t, x.value(), 1);
    double a = across.norm2Number().doubleValue();
    double d = down.norm2Number().doubleValue();
    return t.onBackward(
        record(t, weight * (a * a + d * d), x, x),
        g -> {
          double factor = 2 * weight * g.getDouble(0);
          t.free(g);
          INDArray dx = t.like(x.value()).assign(0);
          spread(t, dx, across, 2, factor);
          spread(t, dx, down, 1, factor);
          t.give(x, dx);
        });
  }

  private static INDArray neighbours(Tape t, INDArray x, int axis) {
    INDArray after = after(x, axis);
    INDArray difference = t.hold(t.take(x.dataType(), after.shape()));
    return after.subi(before(x, axis), difference);
  }

  private static void spread(Tape t, INDArray dx, INDArray difference, int axis, double factor) {
    INDArray scaled = t.like(difference);
    difference.muli(factor, scaled);
    after(dx, axis).addi(scaled);
    before(dx, axis).subi(scaled);
    t.free(scaled);
  }

  private static INDArray after(INDArray x, int axis) {
    return x.get(along(axis, interval(1, x.size(axis))));
  }

  private static INDArray before(INDArray x, int axis) {
    return x.get(along(axis, interval(0, x.size(axis) - 1)));
  }

  private static INDArrayIndex[] along(int axis, INDArrayIndex index) {
    INDArrayIndex[] all = {all(), all(), all(), all()};
    all[axis] = index;
    return all;
  }

  static Var sum(Tape t, List<Var> scalars) {
    double total = scalars.stream().mapToDouble(Var::scalar).sum();
    return t.onBackward(
        record(t, total, scalars.get(0), scalars.toArray(Var[]::new)),
        g -> {
          scalars.forEach(s -> t.give(s, t.like(g).assign(g)));
          t.free(g);
        });
  }
}
