package dev.allaprima.training.network;

import dev.allaprima.training.tape.Var;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network's weights as leaves of one tape. */
public final class Leaves {
  private final Weights weights;
  private final Map<String, Var> leaves;
  private final boolean training;

  Leaves(Weights weights, Map<String, Var> leaves, boolean training) {
    this.weights = weights;
    this.leaves = leaves;
    this.training = training;
  }

  /** The weights of a name. */
  Var get(String name) {
    Var leaf = leaves.get(name);
    if (leaf == null) {
      throw new IllegalArgumentException("no weights " + name + " among " + leaves.keySet());
    }
    return leaf;
  }

  /** What they are leaves of. */
  Weights weights() {
    return weights;
  }

  /** Whether a batch normalisation is by the batch (and remembers it) or by what it remembers. */
  boolean training() {
    return training;
  }

  /**
   * After a backward pass, the gradient in the order of {@link Weights#vector}, [L]; zero for what
   * does not learn. The caller frees it.
   */
  public INDArray gradient() {
    INDArray vector = weights.vector();
    INDArray gradient = Nd4j.zeros(vector.dataType(), vector.length());
    weights
        .layout()
        .views(
            gradient,
            (name, view) -> {
              INDArray one = leaves.get(name).gradient();
              if (one != null) {
                view.assign(one);
              }
            });
    return gradient;
  }
}
