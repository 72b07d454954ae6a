package dev.allaprima.training.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Channels that become pixels of one place. A kernel that answers a plain surface with another
 * number for each paints a lattice on it (Odena et al. 2016), and to a Gram matrix that lattice is
 * as good as fine strokes. Beginning without (Aitken et al. 2017) lasts for some hundred steps: so
 * the kernel is held to it.
 */
final class SubPixels {
  private SubPixels() {}

  /**
   * The nearest kernel, by least squares, that answers any constant input with one number in all of
   * the first channels: for each input channel their taps have one sum, and their biases are one.
   *
   * @param kernel [kH,kW,in,out], changed
   * @param bias [out], changed
   * @param channels how many of the output's channels are sub-pixels: the first ones
   */
  static void even(INDArray kernel, INDArray bias, int channels) {
    long[] shape = kernel.shape();
    int taps = (int) (shape[0] * shape[1]);
    int in = (int) shape[2];
    int out = (int) shape[3];
    float[] values = kernel.dup('c').data().asFloat();
    for (int i = 0; i < in; i++) {
      double[] sums = new double[channels];
      for (int tap = 0; tap < taps; tap++) {
        for (int c = 0; c < channels; c++) {
          sums[c] += values[(tap * in + i) * out + c];
        }
      }
      double mean = Arrays.stream(sums).average().orElseThrow();
      for (int tap = 0; tap < taps; tap++) {
        for (int c = 0; c < channels; c++) {
          values[(tap * in + i) * out + c] -= (float) ((sums[c] - mean) / taps);
        }
      }
    }
    kernel.assign(Nd4j.create(values, shape, 'c'));
    float[] biases = bias.dup('c').data().asFloat();
    double mean = 0;
    for (int c = 0; c < channels; c++) {
      mean += biases[c] / channels;
    }
    Arrays.fill(biases, 0, channels, (float) mean);
    bias.assign(Nd4j.create(biases, bias.shape(), 'c'));
  }
}
