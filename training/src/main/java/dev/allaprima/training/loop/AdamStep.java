package dev.allaprima.training.loop;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** Adam (Kingma, Ba 2015) over a part of a vector of weights; the rest stays as it is. */
final class AdamStep {
  private final TrainingConfig.Optimiser config;
  private final INDArray weights;
  private final long from;
  private final INDArray moments;
  private final AdamUpdater adam;

  /**
   * Steps over what begins at {@code from}.
   *
   * @param vector all weights; changed by every step
   */
  AdamStep(TrainingConfig.Optimiser config, INDArray vector, long from) {
    this.config = config;
    this.from = from;
    this.weights = vector.get(NDArrayIndex.interval(from, vector.length()));
    this.moments = Nd4j.zeros(DataType.FLOAT, 1, 2 * weights.length());
    this.adam = new AdamUpdater(new Adam(config.learningRate()));
    adam.setStateViewArray(moments, new long[] {1, weights.length()}, 'c', true);
  }

  /** Its memory: the first moments, then the second ones. */
  INDArray moments() {
    return moments;
  }

  /** The learning rate of a step, from 0: it falls along a half cosine. */
  double rate(int step) {
    double progress = Math.min(1, (double) step / config.iterations());
    double fall = (1 + Math.cos(Math.PI * progress)) / 2;
    return config.learningRate() * (config.lastRate() + (1 - config.lastRate()) * fall);
  }

  /** Takes a step, the first is 0, against the gradient of the whole vector; frees it. */
  void take(int step, INDArray gradient) {
    INDArray part =
        gradient.get(NDArrayIndex.interval(from, gradient.length())).dup().reshape(1, -1);
    gradient.close();
    double norm = part.norm2Number().doubleValue();
    if (config.clip() > 0 && norm > config.clip()) {
      part.muli(config.clip() / norm);
    }
    adam.getConfig().setLearningRate(rate(step));
    adam.applyUpdater(part, step, 0);
    weights.subi(part.reshape(weights.length()));
    part.close();
  }
}
