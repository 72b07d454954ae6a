package dev.allaprima.training.gatys;

import dev.allaprima.training.gatys.LineSearch.Point;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Limited-memory BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4): the two-loop
 * recursion over the last steps, and a line search for the strong Wolfe conditions. It does not
 * depend on the scale of the function: the first step is measured in units of x.
 */
public final class Lbfgs implements Optimiser {
  /** How many steps it remembers: 3 to 20 are usual; memory is two vectors for each. */
  static final int MEMORY = 10;

  /** Root mean square of the first trial step: a grey level of 255. */
  private static final double FIRST_MOVE = 1;

  private final List<Pair> memory = new ArrayList<>();
  private INDArray gradient;
  private double value;
  private boolean finished;

  /** What a step and the change of the gradient along it taught of the curvature. */
  private record Pair(INDArray move, INDArray change, double product) {
    void close() {
      move.close();
      change.close();
    }
  }

  /** The value before the first step. */
  double start(Objective objective, INDArray x) {
    gradient = Nd4j.createUninitialized(x.dataType(), x.length());
    value = objective.at(x, gradient);
    return value;
  }

  @Override
  public double step(Objective objective, INDArray x) {
    if (gradient == null) {
      start(objective, x);
    }
    if (!moved(objective, x) && !memory.isEmpty()) {
      // The curvature remembered misleads: steepest descent again.
      forget();
      moved(objective, x);
    }
    return value;
  }

  /** Goes along one direction; false, and x as it was, if nothing lower was found there. */
  private boolean moved(Objective objective, INDArray x) {
    INDArray direction = direction();
    INDArray place = Nd4j.createUninitialized(x.dataType(), x.length());
    INDArray there = Nd4j.createUninitialized(x.dataType(), x.length());
    try {
      double slope = dot(gradient, direction);
      double norm = Math.sqrt(dot(direction, direction));
      if (!(slope < 0)) {
        finished = memory.isEmpty();
        return false;
      }
      double first = memory.isEmpty() ? FIRST_MOVE * Math.sqrt(x.length()) / norm : 1;
      double[] last = {Double.NaN};
      LineSearch search =
          new LineSearch(
              t -> {
                move(x, direction, t, place);
                last[0] = t;
                double at = objective.at(place, there);
                return new Point(t, at, dot(there, direction));
              },
              new Point(0, value, slope));
      Point found = search.from(first);
      if (found.t() == 0) {
        finished = memory.isEmpty();
        return false;
      }
      if (last[0] != found.t()) {
        move(x, direction, found.t(), place);
        objective.at(place, there);
      }
      remember(place.sub(x), there.sub(gradient));
      x.assign(place);
      gradient.assign(there);
      value = found.value();
      return true;
    } finally {
      direction.close();
      place.close();
      there.close();
    }
  }

  private static void move(INDArray x, INDArray direction, double t, INDArray out) {
    out.assign(direction).muli(t).addi(x);
  }

  /** −H·gradient by the two-loop recursion. */
  private INDArray direction() {
    INDArray d = gradient.neg();
    double[] alpha = new double[memory.size()];
    for (int i = memory.size() - 1; i >= 0; i--) {
      Pair pair = memory.get(i);
      alpha[i] = dot(pair.move, d) / pair.product;
      add(-alpha[i], pair.change, d);
    }
    if (!memory.isEmpty()) {
      Pair newest = memory.get(memory.size() - 1);
      d.muli(newest.product / dot(newest.change, newest.change));
    }
    for (int i = 0; i < memory.size(); i++) {
      Pair pair = memory.get(i);
      add(alpha[i] - dot(pair.change, d) / pair.product, pair.move, d);
    }
    return d;
  }

  /** Takes both. A pair without positive curvature would turn a later direction uphill. */
  private void remember(INDArray move, INDArray change) {
    Pair pair = new Pair(move, change, dot(move, change));
    double lengths = Math.sqrt(dot(move, move)) * Math.sqrt(dot(change, change));
    if (!(pair.product > 1e-10 * lengths)) {
      pair.close();
      return;
    }
    if (memory.size() == MEMORY) {
      memory.remove(0).close();
    }
    memory.add(pair);
  }

  private static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().dot(a, b);
  }

  private static void add(double factor, INDArray x, INDArray to) {
    Nd4j.getBlasWrapper().level1().axpy(x.length(), factor, x, to);
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeBoolean(gradient != null);
    if (gradient != null) {
      Nd4j.write(gradient, out);
    }
    out.writeDouble(value);
    out.writeBoolean(finished);
    out.writeInt(memory.size());
    for (Pair pair : memory) {
      Nd4j.write(pair.move, out);
      Nd4j.write(pair.change, out);
      out.writeDouble(pair.product);
    }
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    close();
    gradient = in.readBoolean() ? Nd4j.read(in) : null;
    value = in.readDouble();
    finished = in.readBoolean();
    int pairs = in.readInt();
    for (int i = 0; i < pairs; i++) {
      INDArray move = Nd4j.read(in);
      INDArray change = Nd4j.read(in);
      memory.add(new Pair(move, change, in.readDouble()));
    }
  }

  private void forget() {
    memory.forEach(Pair::close);
    memory.clear();
  }

  @Override
  public void close() {
    forget();
    if (gradient != null) {
      gradient.close();
      gradient = null;
    }
  }
}
