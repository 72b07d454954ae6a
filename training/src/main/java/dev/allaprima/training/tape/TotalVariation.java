package dev.allaprima.training.tape;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;

/** Squared differences of neighbouring pixels: what is noisy costs. */
final class TotalVariation {
  private final Var out;

  TotalVariation(Tape tape, Var x, double weight) {
    INDArray across = tape.adopt(after(x.value, 2).sub(before(x.value, 2)));
    INDArray down = tape.adopt(after(x.value, 1).sub(before(x.value, 1)));
    double total =
        across.mul(across).sumNumber().doubleValue() + down.mul(down).sumNumber().doubleValue();
    Var result = tape.record(Nd4j.scalar(x.value.dataType(), weight * total), x);
    out =
        tape.onBackward(
            result,
            () -> {
              double factor = 2 * weight * result.gradient.getDouble(0);
              INDArray dx = Nd4j.zeros(x.value.dataType(), x.value.shape());
              spread(dx, across, 2, factor);
              spread(dx, down, 1, factor);
              tape.give(x, dx);
            });
  }

  Var out() {
    return out;
  }

  private static void spread(INDArray dx, INDArray difference, int axis, double factor) {
    INDArray scaled = difference.mul(factor);
    after(dx, axis).addi(scaled);
    before(dx, axis).subi(scaled);
    scaled.close();
  }

  private static INDArray after(INDArray x, int axis) {
    return x.get(along(axis, interval(1, x.size(axis))));
  }

  private static INDArray before(INDArray x, int axis) {
    return x.get(along(axis, interval(0, x.size(axis) - 1)));
  }

  private static INDArrayIndex[] along(int axis, INDArrayIndex index) {
    INDArrayIndex[] all = {all(), all(), all(), all()};
    all[axis] = index;
    return all;
  }
}
