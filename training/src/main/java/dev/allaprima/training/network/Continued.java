package dev.allaprima.training.network;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.allaprima.training.network.Ops.Edge;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pictures continued beyond their borders; only inputs are, so that no gradient flows back. */
final class Continued {
  private Continued() {}

  /** [N,H,W,C] to [N,H + 2·places,W + 2·places,C]. */
  static INDArray by(int places, Edge edge, INDArray x) {
    long[] s = x.shape();
    if (edge == Edge.REFLECTED && places >= Math.min(s[1], s[2])) {
      throw new IllegalArgumentException(
          "a picture of " + s[2] + "x" + s[1] + " cannot be mirrored by " + places + " pixels");
    }
    INDArray out =
        Nd4j.createUninitialized(x.dataType(), s[0], s[1] + 2L * places, s[2] + 2L * places, s[3]);
    out.get(all(), interval(places, places + s[1]), interval(places, places + s[2]), all())
        .assign(x);
    for (long i = 0; i < places; i++) {
      rows(out, i).assign(rows(out, source(i, places, s[1], edge)));
      long mirrored = out.size(1) - 1 - i;
      rows(out, mirrored).assign(rows(out, source(mirrored, places, s[1], edge)));
    }
    for (long i = 0; i < places; i++) {
      columns(out, i).assign(columns(out, source(i, places, s[2], edge)));
      long mirrored = out.size(2) - 1 - i;
      columns(out, mirrored).assign(columns(out, source(mirrored, places, s[2], edge)));
    }
    return out;
  }

  private static long source(long at, long places, long size, Edge edge) {
    long first = places;
    long last = places + size - 1;
    long nearest = Math.max(first, Math.min(last, at));
    return edge == Edge.REPEATED ? nearest : 2 * nearest - at;
  }

  private static INDArray rows(INDArray x, long at) {
    return x.get(all(), interval(at, at + 1), all(), all());
  }

  private static INDArray columns(INDArray x, long at) {
    return x.get(all(), all(), interval(at, at + 1), all());
  }
}
