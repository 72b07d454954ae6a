package dev.allaprima.training.loss;

import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far features are from those of the photo: the content loss of Gatys et al. 2015 (equation 1,
 * its derivative equation 2) and the feature reconstruction loss of Johnson et al. 2016 (equation
 * 2). Of the pictures themselves it is Johnson's pixel loss (section 3.2).
 */
public final class FeatureReconstruction {
  private FeatureReconstruction() {}

  /**
   * The mean over the pictures, a scalar: ½ Σ(F − P)², Σ(F − P)² / (C·H·W), or Σ(F − P)² / ΣP² with
   * both sums over all the pictures.
   *
   * @param features F, [N,H,W,C]
   * @param target P of the same shape; borrowed until the tape is closed
   * @param weights what the loss is multiplied by, one for all or one for each picture
   */
  public static Var of(
      Tape tape, Var features, INDArray target, Normalisation by, double... weights) {
    double size =
        switch (by) {
          case SCALE_FREE -> squaredNorm(target);
          case JOHNSON -> target.length();
          case GATYS -> 2.0 * target.size(0);
        };
    return tape.squaredDistance(
        features, target, Arrays.stream(weights).map(weight -> weight / size).toArray());
  }

  static double squaredNorm(INDArray array) {
    double norm = array.norm2Number().doubleValue();
    return norm * norm;
  }
}
