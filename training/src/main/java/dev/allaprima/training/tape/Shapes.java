package dev.allaprima.training.tape;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;

/** Operations that move values or change their number. */
final class Shapes {
  private static final String AVERAGE = "avgpool2d";

  private Shapes() {}

  static Var upsample(Tape t, Var x) {
    long[] s = x.value().shape();
    // The gradient of a 2×2 average hands a quarter to each of its four: of four times, a copy.
    INDArray fourTimes = t.like(x.value());
    x.value().muli(4, fourTimes);
    INDArray value = t.take(x.value().dataType(), s[0], s[1] * 2, s[2] * 2, s[3]);
    Kernels.poolGradient(AVERAGE, value, fourTimes, value);
    t.free(fourTimes);
    return t.onBackward(
        t.record(value, x),
        g -> {
          INDArray dx = t.like(x.value());
          Kernels.pool(AVERAGE, 2, 2, g, dx);
          t.free(g);
          t.give(x, dx.muli(4));
        });
  }

  static Var averagePool(Tape t, Var x) {
    return pool(t, AVERAGE, x);
  }

  static Var maxPool(Tape t, Var x) {
    if (x.wantsGradient) {
      x.keep();
    }
    return pool(t, "maxpool2d", x);
  }

  private static Var pool(Tape t, String op, Var x) {
    long[] s = x.value().shape();
    INDArray value = t.take(x.value().dataType(), s[0], s[1] / 2, s[2] / 2, s[3]);
    Kernels.pool(op, 2, 2, x.value(), value);
    return t.onBackward(
        t.record(value, x),
        g -> {
          INDArray dx = t.like(x.value());
          Kernels.poolGradient(op, x.value(), g, dx);
          t.free(g);
          t.give(x, dx);
        });
  }

  static Var depthToSpace(Tape t, Var x, int block) {
    return t.onBackward(
        t.record(unfolded(t, x.value(), block), x),
        g -> {
          INDArray dx = folded(t, g, block);
          t.free(g);
          t.give(x, dx);
        });
  }

  static Var spaceToDepth(Tape t, Var x, int block) {
    return t.onBackward(
        t.record(folded(t, x.value(), block), x),
        g -> {
          INDArray dx = unfolded(t, g, block);
          t.free(g);
          t.give(x, dx);
        });
  }

  private static INDArray unfolded(Tape t, INDArray x, int b) {
    long[] s = x.shape();
    long c = s[3] / ((long) b * b);
    INDArray out = t.take(x.dataType(), s[0], s[1] * b, s[2] * b, c);
    INDArray parts = x.reshape('c', s[0], s[1], s[2], b, b, c).permute(0, 1, 3, 2, 4, 5);
    out.reshape('c', s[0], s[1], b, s[2], b, c).assign(parts);
    return out;
  }

  private static INDArray folded(Tape t, INDArray x, int b) {
    long[] s = x.shape();
    INDArray out = t.take(x.dataType(), s[0], s[1] / b, s[2] / b, s[3] * b * b);
    INDArray parts = x.reshape('c', s[0], s[1] / b, b, s[2] / b, b, s[3]);
    out.reshape('c', s[0], s[1] / b, s[2] / b, b, b, s[3]).assign(parts.permute(0, 1, 3, 2, 4, 5));
    return out;
  }

  static Var window(Tape t, Var x, long top, long left, long height, long width) {
    long[] s = x.value().shape();
    INDArrayIndex[] place = {
      all(), interval(top, top + height), interval(left, left + width), all()
    };
    INDArray value = t.take(x.value().dataType(), s[0], height, width, s[3]);
    value.assign(x.value().get(place));
    return t.onBackward(
        t.record(value, x),
        g -> {
          INDArray dx = t.take(g.dataType(), s).assign(0);
          dx.get(place).assign(g);
          t.free(g);
          t.give(x, dx);
        });
  }

  static Var concat(Tape t, List<Var> parts) {
    long[] s = parts.get(0).value().shape().clone();
    s[3] = parts.stream().mapToLong(part -> part.value().size(3)).sum();
    INDArray value = t.take(parts.get(0).value().dataType(), s);
    long from = 0;
    for (Var part : parts) {
      value.get(channels(from, part)).assign(part.value());
      from += part.value().size(3);
    }
    return t.onBackward(
        t.record(value, parts.toArray(Var[]::new)),
        g -> {
          long at = 0;
          for (Var part : parts) {
            INDArray one = t.like(part.value()).assign(g.get(channels(at, part)));
            at += part.value().size(3);
            t.give(part, one);
          }
          t.free(g);
        });
  }

  private static INDArrayIndex[] channels(long from, Var part) {
    return new INDArrayIndex[] {all(), all(), all(), interval(from, from + part.value().size(3))};
  }

  static Var repeatBorder(Tape t, Var x, long places) {
    long[] s = x.value().shape();
    long bottom = places + s[1];
    long right = places + s[2];
    INDArrayIndex rows = interval(places, bottom);
    INDArrayIndex columns = interval(places, right);
    INDArray value = t.take(x.value().dataType(), s[0], s[1] + 2 * places, s[2] + 2 * places, s[3]);
    value.get(all(), rows, columns, all()).assign(x.value());
    for (long i = 0; i < places; i++) {
      column(value, rows, i).assign(column(value, rows, places));
      column(value, rows, right + i).assign(column(value, rows, right - 1));
    }
    for (long i = 0; i < places; i++) {
      row(value, i).assign(row(value, places));
      row(value, bottom + i).assign(row(value, bottom - 1));
    }
    return t.onBackward(
        t.record(value, x),
        g -> {
          for (long i = 0; i < places; i++) {
            row(g, places).addi(row(g, i));
            row(g, bottom - 1).addi(row(g, bottom + i));
          }
          for (long i = 0; i < places; i++) {
            column(g, rows, places).addi(column(g, rows, i));
            column(g, rows, right - 1).addi(column(g, rows, right + i));
          }
          INDArray dx = t.like(x.value()).assign(g.get(all(), rows, columns, all()));
          t.free(g);
          t.give(x, dx);
        });
  }

  private static INDArray row(INDArray of, long at) {
    return of.get(all(), point(at), all(), all());
  }

  private static INDArray column(INDArray of, INDArrayIndex rows, long at) {
    return of.get(all(), rows, point(at), all());
  }

  static Var mean(Tape t, Var x) {
    long[] s = x.value().shape().clone();
    long pictures = s[0];
    s[0] = 1;
    INDArray value = t.take(x.value().dataType(), s);
    INDArray sum = value.slice(0, 0).assign(x.value().slice(0, 0));
    for (long n = 1; n < pictures; n++) {
      sum.addi(x.value().slice(n, 0));
    }
    sum.divi(pictures);
    return t.onBackward(
        t.record(value, x),
        g -> {
          INDArray one = g.slice(0, 0).divi(pictures);
          INDArray dx = t.like(x.value());
          for (long n = 0; n < pictures; n++) {
            dx.slice(n, 0).assign(one);
          }
          t.free(g);
          t.give(x, dx);
        });
  }

  static Var gram(Tape t, Var x) {
    long[] s = x.value().shape();
    long pixels = s[1] * s[2];
    double norm = 1.0 / (pixels * s[3]);
    INDArray value = t.take(x.value().dataType(), s[0], s[3], s[3]);
    for (long n = 0; n < s[0]; n++) {
      INDArray f = x.value().slice(n, 0).reshape('c', pixels, s[3]);
      Kernels.product(f, true, f, value.slice(n, 0));
    }
    value.muli(norm);
    Var out = t.record(value, x);
    if (out.wantsGradient) {
      x.keep();
    }
    return t.onBackward(
        out,
        g -> {
          INDArray dx = t.like(x.value());
          for (long n = 0; n < s[0]; n++) {
            INDArray f = x.value().slice(n, 0).reshape('c', pixels, s[3]);
            INDArray one = g.slice(n, 0);
            INDArray both = one.add(one.transpose()).muli(norm);
            Kernels.product(f, false, both, dx.slice(n, 0).reshape('c', pixels, s[3]));
            both.close();
          }
          t.free(g);
          t.give(x, dx);
        });
  }
}
