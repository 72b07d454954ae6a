package dev.allaprima.training.loop;

import dev.allaprima.training.data.Photos;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.PerceptualLoss;
import dev.allaprima.training.loss.PerceptualLoss.Aim;
import dev.allaprima.training.loss.StyleTarget;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which of the styles that a network knows is the nearest to a new one. */
public final class NearestStyle {
  private static final int PHOTOS = 4;
  private static final int SIDE = 128;

  private NearestStyle() {}

  /** The style whose paintings of some photos have the least loss towards the new one. */
  public static int of(
      StyleNetwork network, PerceptualLoss loss, StyleTarget target, Photos photos, long seed) {
    Random random = new Random(seed);
    INDArray[] crops = new INDArray[PHOTOS];
    for (int i = 0; i < PHOTOS; i++) {
      Picture crop = photos.crop(SIDE, random);
      crops[i] = crop.toArray();
    }
    INDArray rgb = Nd4j.concat(0, crops);
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int style = 0; style < network.styles(); style++) {
      try (Tape tape = new Tape()) {
        INDArray rows = tape.adopt(network.inStyle(style, PHOTOS));
        var painted =
            network.paint(tape, network.weights().constants(tape), rgb, rows, Window.WHOLE);
        double found = loss.of(tape, painted, rgb, List.of(Aim.at(target))).total().scalar();
        if (found < least) {
          least = found;
          nearest = style;
        }
      }
    }
    return nearest;
  }
}
