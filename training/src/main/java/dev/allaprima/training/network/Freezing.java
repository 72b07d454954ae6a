package dev.allaprima.training.network;

import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Tape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * From a gallery that has learnt by instance normalisation to one that measures nothing in a frame:
 * the means and deviations that each style sees in typical photos go into its scales and shifts.
 * What single photos had of their own is lost, so that the frozen network wants some more training.
 *
 * <p>Why: a statistic of the frame changes from frame to frame, costs two passes over every layer,
 * and cannot be computed in 8 bits.
 */
public final class Freezing {
  private Freezing() {}

  /**
   * The network with {@link Norm#STATIC}, its weights a copy.
   *
   * @param photos RGB batches [N,H,W,3] from 0 to 255, height and width multiples of 8
   */
  public static GalleryNetwork freeze(GalleryNetwork network, List<INDArray> photos) {
    Weights frozen = network.weights().copy();
    try (Pool pool = new Pool()) {
      for (int style = 0; style < network.styles(); style++) {
        Map<String, Seen> seen = new HashMap<>();
        for (INDArray rgb : photos) {
          look(network, network.inStyle(style, (int) rgb.size(0)), rgb, seen, pool);
        }
        for (Map.Entry<String, Seen> layer : seen.entrySet()) {
          layer.getValue().into(frozen, layer.getKey(), style);
        }
      }
    }
    return network.config().with(Norm.STATIC).with(frozen);
  }

  private static void look(
      GalleryNetwork network, INDArray style, INDArray rgb, Map<String, Seen> seen, Pool pool) {
    try (Tape tape = new Tape(pool)) {
      Leaves leaves = network.weights().constants(tape);
      network.forward(
          new TapeOps(
              tape,
              leaves,
              rgb,
              style,
              Window.WHOLE,
              (name, mean, variance) ->
                  seen.computeIfAbsent(name, layer -> new Seen(mean.size(1))).add(mean, variance)));
    }
  }

  /** Sums of what a layer's normalisation measured. */
  private static final class Seen {
    private final INDArray means;
    private final INDArray variances;
    private long pictures;

    Seen(long channels) {
      means = Nd4j.zeros(DataType.FLOAT, channels);
      variances = Nd4j.zeros(DataType.FLOAT, channels);
    }

    void add(INDArray mean, INDArray variance) {
      means.addi(mean.sum(0));
      variances.addi(variance.sum(0));
      pictures += mean.size(0);
    }

    /** scale · (x − μ)/σ + shift = (scale/σ) · x + (shift − μ · scale/σ). */
    void into(Weights weights, String layer, int style) {
      INDArray scale = weights.get(layer + ".scale").getRow(style);
      INDArray shift = weights.get(layer + ".shift").getRow(style);
      INDArray variance = variances.div(pictures).addi(Weights.EPSILON);
      scale.divi(Transforms.sqrt(variance, false));
      shift.subi(means.div(pictures).muli(scale));
    }
  }
}
