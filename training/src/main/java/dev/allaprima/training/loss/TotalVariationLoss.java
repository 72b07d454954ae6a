package dev.allaprima.training.loss;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;

/**
 * Smoothness of the painted picture: squared differences of neighbours across and down (Johnson et
 * al. 2016, section 3.2, after Mahendran and Vedaldi 2015 with β = 2).
 */
public final class TotalVariationLoss {
  private TotalVariationLoss() {}

  /**
   * The mean over the pictures, a scalar: the sum over neighbours as in the papers, or scale-free
   * its mean over all values with colours from 0 to 1.
   *
   * @param painted RGB [N,H,W,3] from 0 to 255
   */
  public static Var of(Tape tape, Var painted, Normalisation by, double weight) {
    double size =
        by == Normalisation.SCALE_FREE
            ? 255.0 * 255 * painted.value().length()
            : painted.value().size(0);
    return tape.totalVariation(painted, weight / size);
  }
}
