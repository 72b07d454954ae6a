package dev.allaprima.training.network;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How fresh weights are made. */
interface Init {
  /** Fills them; a kernel is [kH,kW,in,out]. */
  void fill(INDArray weights, Random random);

  /** All alike. */
  static Init constant(double value) {
    return (weights, random) -> weights.assign(value);
  }

  /** A kernel's: normal with variance gain² · 2/(fan in) (He et al. 2015). */
  static Init he(double gain) {
    return (weights, random) -> {
      long[] s = weights.shape();
      double deviation = gain * Math.sqrt(2.0 / (s[0] * s[1] * s[2]));
      float[] values = new float[(int) weights.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
      weights.assign(Nd4j.create(values, s, 'c'));
    };
  }

  /**
   * As {@link #he}, with channels of the output alike that will be sub-pixels of one place: no
   * checkerboard is there to be unlearnt (Aitken et al. 2017).
   *
   * @param like from a channel to the one that it begins like
   */
  static Init subPixels(double gain, IntUnaryOperator like) {
    return (weights, random) -> {
      he(gain).fill(weights, random);
      long[] s = weights.shape();
      INDArray taps = weights.reshape('c', s[0] * s[1] * s[2], s[3]);
      for (int c = 0; c < s[3]; c++) {
        taps.getColumn(c).assign(taps.getColumn(like.applyAsInt(c)).dup());
      }
    };
  }
}
