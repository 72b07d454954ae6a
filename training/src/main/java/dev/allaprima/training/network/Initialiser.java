package dev.allaprima.training.network;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fresh weights: kernels normal with variance 2/(fan in) (He et al. 2015), scales 1, shifts 0. The
 * head begins small and with its four luma sub-pixels alike, so that no checkerboard is there to be
 * unlearnt (Aitken et al. 2017).
 */
final class Initialiser {
  private static final double HEAD_GAIN = 0.1;

  private final Random random;

  Initialiser(long seed) {
    this.random = new Random(seed);
  }

  void fill(Weights weights) {
    for (String name : weights.names()) {
      INDArray view = weights.get(name);
      if (name.endsWith(".scale")) {
        view.assign(1);
      } else if (name.equals("head.kernel")) {
        view.assign(head(view.shape()));
      } else if (name.endsWith(".kernel")) {
        view.assign(normal(view.shape(), 1));
      }
    }
  }

  private INDArray normal(long[] shape, double gain) {
    double deviation = gain * Math.sqrt(2.0 / (shape[0] * shape[1] * shape[2]));
    float[] values = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Nd4j.create(values, shape, 'c');
  }

  private INDArray head(long[] shape) {
    INDArray kernel = normal(shape, HEAD_GAIN);
    for (long i = 0; i < shape[0]; i++) {
      for (long j = 0; j < shape[1]; j++) {
        INDArray tap = kernel.slice(i, 0).slice(j, 0);
        for (int place = 1; place < 4; place++) {
          tap.getColumn(place).assign(tap.getColumn(0));
        }
      }
    }
    return kernel;
  }
}
