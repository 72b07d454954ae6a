package dev.allaprima.training.gatys;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A way downhill. One optimiser goes one way: it remembers what it saw, and the vector must be
 * moved by nobody else between its steps.
 */
public interface Optimiser extends AutoCloseable {
  /**
   * One step: moves {@code x} in place.
   *
   * @return the last value that it learnt: {@link Lbfgs} that of the new place, {@link AdamSteps}
   *     that of the place it left
   */
  double step(Objective objective, INDArray x);

  /** Whether no further step can lower the value, as far as its floating point type can tell. */
  boolean finished();

  /**
   * Writes its memory: read back, the next step is bit for bit the one that would have followed.
   */
  void write(DataOutputStream out) throws IOException;

  /** Replaces its memory by one written by the same kind for a vector of the same length. */
  void read(DataInputStream in) throws IOException;

  /** Frees its memory. */
  @Override
  void close();
}
