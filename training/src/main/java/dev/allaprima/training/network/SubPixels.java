package dev.allaprima.training.network;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What keeps lattices out of an enlarged picture. To a Gram matrix a lattice is as good as fine
 * strokes, and it stays on the canvas while the scene moves: so kernels are held to what cannot
 * paint one.
 *
 * <p>{@link #even} is for channels that become pixels of one place. A kernel that answers a plain
 * surface with another number for each paints a lattice on it (Odena et al. 2016). Beginning
 * without (Aitken et al. 2017) lasts for some hundred steps.
 *
 * <p>{@link #smooth} is for what was enlarged by repeating every place. Where it changes slowly,
 * only the edges between places tell of that: a kernel that sees them rules lines along every one.
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

  /**
   * The nearest kernel, by least squares, that is a sum of 2×2 means: it sees what was repeated as
   * if it had been interpolated linearly. Both across and down it does not answer to what changes
   * its sign from pixel to pixel.
   *
   * @param kernel [3,3,in,out], changed
   */
  static void smooth(INDArray kernel) {
    for (int axis = 0; axis < 2; axis++) {
      INDArray first = kernel.slice(0, axis);
      INDArray middle = kernel.slice(1, axis);
      INDArray last = kernel.slice(2, axis);
      INDArray third = first.sub(middle).addi(last).divi(3);
      first.subi(third);
      middle.addi(third);
      last.subi(third);
    }
  }
}
