package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.gatys.Gatys;
import dev.allaprima.training.gatys.Lbfgs;
import dev.allaprima.training.gatys.Objective;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The yardstick of Johnson et al. 2016 (section 4.1, figure 5): the very loss that a network is
 * measured by, made small picture by picture with L-BFGS, beginning with white noise.
 *
 * @param steps of L-BFGS; a network as good as 50 to 100 of them is as good as the paper's
 */
public record Yardstick(PerceptualLoss loss, Aim aim, int steps) implements Painter {
  private static final long SEED = 1;

  @Override
  public Picture paint(Picture photo) {
    long[] shape = {1, photo.height(), photo.width(), 3};
    INDArray rgb = photo.toArray();
    INDArray content = loss.content(rgb);
    INDArray picture = Gatys.noise(rgb.length(), SEED);
    Objective objective =
        (x, gradient) -> {
          try (Tape tape = new Tape()) {
            Var painted = tape.parameter(x.reshape(shape));
            Var total = loss.of(tape, painted, rgb, content, List.of(aim)).total();
            tape.backward(total);
            gradient.assign(painted.gradient().reshape(gradient.length()));
            return total.scalar();
          }
        };
    try (Lbfgs lbfgs = new Lbfgs()) {
      for (int step = 0; step < steps && !lbfgs.finished(); step++) {
        lbfgs.step(objective, picture);
      }
    }
    return Picture.of(picture.reshape(shape), 0);
  }
}
