package dev.allaprima.training.loss;

import dev.allaprima.training.loss.StyleTarget.Gram;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far a layer's Gram matrices are from the painting's: E_l of Gatys et al. 2015 (equations 3
 * and 4, its derivative equation 6) and the style reconstruction loss of Johnson et al. 2016
 * (equations 3 and 4). The sum over the layers with weights w_l (Gatys' equation 5) is the
 * caller's.
 */
public final class StyleReconstruction {
  private StyleReconstruction() {}

  /**
   * The mean over the pictures, a scalar: ¼ ‖G − A‖², ‖G − A‖² or ‖G − A‖² / ‖A‖².
   *
   * @param features of the layer, [N,H,W,C]
   * @param targets A, one for all or one for each picture; borrowed until the tape is closed
   * @param weights what the loss is multiplied by, likewise
   */
  public static Var of(
      Tape tape, Var features, List<Gram> targets, Normalisation by, double... weights) {
    int pictures = (int) features.value().size(0);
    double[] scaled = new double[Math.max(targets.size(), weights.length)];
    for (int i = 0; i < scaled.length; i++) {
      Gram target = targets.get(targets.size() == 1 ? 0 : i);
      scaled[i] = weights[weights.length == 1 ? 0 : i] / (size(target, by) * pictures);
    }
    return tape.squaredDistance(tape.gram(features), stacked(tape, targets), scaled);
  }

  /**
   * The same of the mean of the pictures' Gram matrices: as if they were one picture.
   *
   * @param target A; borrowed until the tape is closed
   */
  static Var ofAll(Tape tape, Var features, Gram target, Normalisation by, double weight) {
    Var mean = tape.mean(tape.gram(features));
    return tape.squaredDistance(mean, target.values(), weight / size(target, by));
  }

  private static double size(Gram target, Normalisation by) {
    return switch (by) {
      case SCALE_FREE -> target.squaredNorm();
      case JOHNSON -> 1;
      case GATYS -> 4;
    };
  }

  private static INDArray stacked(Tape tape, List<Gram> targets) {
    return targets.size() == 1
        ? targets.get(0).values()
        : tape.adopt(Nd4j.concat(0, targets.stream().map(Gram::values).toArray(INDArray[]::new)));
  }
}
