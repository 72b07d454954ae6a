package dev.allaprima.training.network;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that paints pictures in one pass, in one of its styles or in a mixture of them. */
public interface StyleNetwork {
  /** What it was made by. */
  NetworkConfig config();

  /** Its weights; writing to them changes it. */
  Weights weights();

  /** Its forward pass. */
  <T> T forward(Ops<T> ops);

  /** Brings its weights back to what they must keep to; to be done after every step of learning. */
  default void settle() {}

  /** How many styles it has: S. */
  default int styles() {
    return weights().styles();
  }

  /**
   * Paints pictures on a tape.
   *
   * @param leaves of {@link #weights}, of the same tape
   * @param rgb [N,H,W,3] from 0 to 255, H and W multiples of {@link NetworkConfig#sizeMultiple};
   *     borrowed until the tape is closed
   * @param style [N,S]: the weights that the styles are mixed with, rows of sum 1; borrowed
   *     likewise
   * @return RGB [N,H − 2·context,W − 2·context,3] from 0 to 255, unrounded; what a network paints
   *     as I420 may lie somewhat outside
   */
  default Var paint(Tape tape, Leaves leaves, INDArray rgb, INDArray style, Window window) {
    int multiple = config().sizeMultiple();
    if (rgb.size(1) % multiple != 0 || rgb.size(2) % multiple != 0) {
      throw new IllegalArgumentException(
          "pictures of " + rgb.size(2) + "x" + rgb.size(1) + " are no multiples of " + multiple);
    }
    return forward(new TapeOps(tape, leaves, rgb, style, window));
  }

  /** The style input [N,S] of so many pictures, all wholly in one style. */
  default INDArray inStyle(int index, int pictures) {
    int[] indices = new int[pictures];
    Arrays.fill(indices, index);
    return inStyles(indices);
  }

  /** The style input [N,S] of N pictures, each wholly in a style of its own. */
  default INDArray inStyles(int... indices) {
    INDArray style = Nd4j.zeros(DataType.FLOAT, indices.length, styles());
    for (int n = 0; n < indices.length; n++) {
      style.putScalar(n, indices[n], 1);
    }
    return style;
  }
}
