package dev.allaprima.training.gatys;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** Adam (Kingma, Ba 2015): one evaluation a step and two vectors of memory. */
public final class AdamSteps implements Optimiser {
  private final double rate;
  private INDArray moments;
  private int steps;

  /**
   * A fresh one.
   *
   * @param rate how far a step moves at most, about, in units of x
   */
  public AdamSteps(double rate) {
    this.rate = rate;
  }

  @Override
  public double step(Objective objective, INDArray x) {
    if (moments == null) {
      moments = Nd4j.zeros(x.dataType(), 1, 2 * x.length());
    }
    INDArray gradient = Nd4j.createUninitialized(x.dataType(), 1, x.length());
    double value = objective.at(x, gradient.reshape(x.length()));
    AdamUpdater adam = new AdamUpdater(new Adam(rate));
    adam.setStateViewArray(moments, new long[] {1, x.length()}, 'c', false);
    adam.applyUpdater(gradient, steps, 0);
    x.subi(gradient.reshape(x.length()));
    gradient.close();
    steps++;
    return value;
  }

  @Override
  public boolean finished() {
    return false;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(steps);
    if (steps > 0) {
      Nd4j.write(moments, out);
    }
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    close();
    steps = in.readInt();
    moments = steps > 0 ? Nd4j.read(in) : null;
  }

  @Override
  public void close() {
    if (moments != null) {
      moments.close();
      moments = null;
    }
  }
}
