package dev.allaprima.training.loop;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The temporal term: two paintings of one scene, with noise of their own and one of them moved by
 * some pixels, must be one painting after moving it back (Gupta et al. 2017, without their
 * recurrence; the motion is known, as in training on synthetic pairs, and needs no optical flow).
 *
 * <p>The gradient follows only the first painting. Both are drawn alike and so may be exchanged: by
 * symmetry that is half of the whole gradient, for a second forward pass and no second backward
 * pass, and no second pass of the loss network.
 */
final class Stability {
  private Stability() {}

  /**
   * weight · the mean squared difference over what both show, colours from 0 to 1.
   *
   * @param painted RGB [N,H,W,3]
   * @param again the second paintings, of the same shape
   * @param shifts (down, right) of each second picture against the first
   */
  static Var term(Tape tape, Var painted, INDArray again, int[][] shifts, double weight) {
    // Where only one shows the scene, the first is held against itself: no difference.
    INDArray target = tape.adopt(painted.value().dup('c'));
    long height = target.size(1);
    long width = target.size(2);
    long compared = 0;
    for (int n = 0; n < shifts.length; n++) {
      int down = shifts[n][0];
      int right = shifts[n][1];
      part(target, n, rows(height, down), rows(width, right))
          .assign(part(again, n, rows(height, -down), rows(width, -right)));
      compared += (height - Math.abs(down)) * (width - Math.abs(right)) * target.size(3);
    }
    return tape.squaredDistance(painted, target, weight / (255.0 * 255 * compared));
  }

  /** What of the first picture the second shows too, when it lies so much further. */
  private static INDArrayIndex rows(long size, int further) {
    return NDArrayIndex.interval(Math.max(0, further), size + Math.min(0, further));
  }

  private static INDArray part(INDArray of, int n, INDArrayIndex rows, INDArrayIndex columns) {
    return of.get(NDArrayIndex.point(n), rows, columns, NDArrayIndex.all());
  }
}
