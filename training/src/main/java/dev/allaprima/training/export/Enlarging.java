package dev.allaprima.training.export;

import java.util.Arrays;
import onnx.Onnx.NodeProto;

/**
 * 3×3 convolutions at twice the size, computed at the size before. Integer convolutions run two to
 * three times as fast so: on a quarter of the places, of four times the channels.
 *
 * <p>Of a picture that was enlarged by having every place twice across and twice down, the nine
 * places that a kernel covers are at most four: a convolution of the small picture to a set of
 * channels for each sub-pixel does the same in as many multiplications. What it makes is left
 * {@link Quantiser.Eight#folded folded}, four sub-pixels a place, and a convolution that follows
 * takes it so.
 */
final class Enlarging {
  /** Sub-pixels of a place. */
  static final int SUB_PIXELS = 4;

  private static final int SIDE = 3;
  private static final int TAPS = SIDE * SIDE;

  private Enlarging() {}

  /** The node that enlarges what the chain convolves, if it can be done without; else null. */
  static NodeProto before(Chain chain, OnnxGraph graph) {
    NodeProto resize = graph.maker(chain.convolution().getInput(0));
    return resize != null
            && resize.getOpType().equals("Resize")
            && Arrays.equals(graph.floats(resize.getInput(2)), new float[] {1, 1, 2, 2})
            && OnnxGraph.attribute(resize, "mode").getS().toStringUtf8().equals("nearest")
            && keepsSize(chain.convolution())
        ? resize
        : null;
  }

  /** Whether it is a convolution of 3×3 at every place. */
  static boolean keepsSize(NodeProto convolution) {
    return are(convolution, "kernel_shape", SIDE)
        && are(convolution, "strides", 1)
        && are(convolution, "pads", 1);
  }

  private static boolean are(NodeProto node, String name, long value) {
    return OnnxGraph.attribute(node, name).getIntsList().stream().allMatch(i -> i == value);
  }

  /**
   * For a kernel [out,in,3,3] of the enlarged picture the kernel [4·out,in,3,3] of the small one,
   * sub-pixels row by row.
   */
  static float[] ofSmall(float[] kernel) {
    return kernel(kernel, kernel.length / TAPS, (first, at) -> first);
  }

  /** The same of the folded one, [4·out,4·in,3,3]. */
  static float[] ofFolded(float[] kernel, int in) {
    return kernel(
        kernel,
        SUB_PIXELS * kernel.length / TAPS,
        (plane, subPixel) -> (plane / in * SUB_PIXELS + subPixel) * in + plane % in);
  }

  /** Which of the new kernel's planes, of one output sub-pixel, takes the numbers of an old one. */
  private interface Plane {
    int of(int plane, int subPixel);
  }

  private static float[] kernel(float[] kernel, int planes, Plane to) {
    float[] result = new float[SUB_PIXELS * planes * TAPS];
    for (int subPixel = 0; subPixel < SUB_PIXELS; subPixel++) {
      for (int i = 0; i < kernel.length; i++) {
        // Half places right and down of the middle one's first sub-pixel.
        int row = subPixel / 2 + i % TAPS / SIDE - 1;
        int column = subPixel % 2 + i % SIDE - 1;
        int plane = to.of(i / TAPS, 2 * Math.floorMod(row, 2) + Math.floorMod(column, 2));
        int place = SIDE * (Math.floorDiv(row, 2) + 1) + Math.floorDiv(column, 2) + 1;
        result[(subPixel * planes + plane) * TAPS + place] += kernel[i];
      }
    }
    return result;
  }

  /** A value of each channel, for every sub-pixel. */
  static float[] each(float[] values) {
    float[] all = new float[SUB_PIXELS * values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    return all;
  }
}
