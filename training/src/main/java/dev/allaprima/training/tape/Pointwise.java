package dev.allaprima.training.tape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** Operations on each number alone. */
final class Pointwise {
  private Pointwise() {}

  static Var relu(Tape t, Var x) {
    INDArray from = x.value();
    INDArray value = t.over(x);
    Nd4j.exec(new RectifiedLinear(from, value, 0.0));
    Var out = t.record(value, x);
    if (out.wantsGradient) {
      out.keep();
    }
    return t.onBackward(
        out,
        g -> {
          INDArray positive = t.like(g);
          Nd4j.exec(new Step(out.value(), positive, 0.0));
          g.muli(positive);
          t.free(positive);
          t.give(x, g);
        });
  }

  static Var tanh(Tape t, Var x) {
    INDArray value = t.like(x.value());
    Nd4j.exec(new Tanh(x.value(), value));
    Var out = t.record(value, x);
    if (out.wantsGradient) {
      out.keep();
    }
    return t.onBackward(
        out,
        g -> {
          INDArray slope = t.like(g);
          out.value().muli(out.value(), slope);
          g.muli(slope.rsubi(1));
          t.free(slope);
          t.give(x, g);
        });
  }

  static Var affine(Tape t, Var x, double scale, double shift) {
    INDArray value = t.like(x.value());
    x.value().muli(scale, value).addi(shift);
    return t.onBackward(t.record(value, x), g -> t.give(x, g.muli(scale)));
  }

  static Var add(Tape t, Var a, Var b) {
    INDArray from = b.value();
    INDArray value = t.over(b);
    a.value().addi(from, value);
    return t.onBackward(
        t.record(value, a, b),
        g -> {
          if (a.wantsGradient) {
            t.give(a, b.wantsGradient ? t.like(g).assign(g) : g);
          }
          if (b.wantsGradient) {
            t.give(b, g);
          }
        });
  }
}
