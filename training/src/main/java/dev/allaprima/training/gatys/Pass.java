package dev.allaprima.training.gatys;

import dev.allaprima.training.gatys.Tile.Area;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.tape.Pool;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The loss network's features of one tile, and its tape, to go back along. */
final class Pass implements AutoCloseable {
  final Tape tape;

  /** Of each layer, for the tile's part alone: [1,h,w,C]. */
  final Map<String, Var> features = new LinkedHashMap<>();

  private final Tile tile;
  private final Var seen;

  /**
   * A forward pass.
   *
   * @param pool where arrays come from; null for a pool of its own
   * @param picture RGB [1,H,W,3]; borrowed
   * @param back whether {@link #gradient} will be asked for
   */
  Pass(
      LossNetwork network,
      Pool pool,
      Set<String> layers,
      INDArray picture,
      Tile tile,
      boolean back) {
    this.tile = tile;
    this.tape = pool == null ? new Tape() : new Tape(pool);
    INDArray rgb = tape.adopt(picture.get(place(tile.seen())).dup('c'));
    seen = back ? tape.parameter(rgb) : tape.constant(rgb);
    network.features(tape, seen, layers).forEach((layer, f) -> features.put(layer, cut(layer, f)));
  }

  private Var cut(String layer, Var feature) {
    if (tile.part().equals(tile.seen())) {
      return feature;
    }
    long shrink = Reach.shrink(layer);
    return tape.window(
        feature,
        (tile.part().top() - tile.seen().top()) / shrink,
        (tile.part().left() - tile.seen().left()) / shrink,
        tile.part().height() / shrink,
        tile.part().width() / shrink);
  }

  /** Goes back from {@code loss} and adds dLoss/dPicture to {@code gradient}, [1,H,W,3]. */
  void back(Var loss, INDArray gradient) {
    tape.backward(loss);
    gradient.get(place(tile.seen())).addi(seen.gradient());
  }

  private static INDArrayIndex[] place(Area area) {
    return new INDArrayIndex[] {
      NDArrayIndex.all(),
      NDArrayIndex.interval(area.top(), area.top() + area.height()),
      NDArrayIndex.interval(area.left(), area.left() + area.width()),
      NDArrayIndex.all()
    };
  }

  @Override
  public void close() {
    tape.close();
  }
}
