package dev.allaprima.training.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Which weights a network has and where they lie in its one vector: first those that all styles
 * share, in the order of their declaration, then style after style the rows of the per-style
 * tables. One more style is therefore one more piece at the end.
 */
public final class Layout {
  private final Map<String, long[]> shared = new LinkedHashMap<>();
  private final Map<String, Long> tables = new LinkedHashMap<>();
  private final Map<String, Init> inits = new LinkedHashMap<>();
  private long sharedLength;
  private long rowLength;

  /** Adds weights that all styles share. */
  Layout shared(String name, Init init, long... shape) {
    requireNew(name, init);
    shared.put(name, shape);
    sharedLength += product(shape);
    return this;
  }

  /** Adds a table [S,channels], one row a style. */
  Layout table(String name, Init init, long channels) {
    requireNew(name, init);
    tables.put(name, channels);
    rowLength += channels;
    return this;
  }

  private void requireNew(String name, Init init) {
    if (inits.put(name, init) != null) {
      throw new IllegalArgumentException("two weights are called " + name);
    }
  }

  /** Names of the per-style tables. */
  public Map<String, Long> tables() {
    return Collections.unmodifiableMap(tables);
  }

  /** Numbers that all styles share. */
  public long sharedLength() {
    return sharedLength;
  }

  /** Numbers that each style has of its own. */
  public long rowLength() {
    return rowLength;
  }

  /** Length of the whole vector. */
  public long length(int styles) {
    return sharedLength + styles * rowLength;
  }

  /** How many styles a vector of that length is of. */
  public int styles(long length) {
    long styles = rowLength == 0 ? 1 : (length - sharedLength) / rowLength;
    if (styles < 1 || length != length((int) styles)) {
      throw new IllegalArgumentException(
          "a vector of " + length + " is none of " + sharedLength + " + S * " + rowLength);
    }
    return (int) styles;
  }

  /** Fresh weights for so many styles, decided by the seed alone. */
  Weights fresh(int styles, long seed) {
    Weights weights = new Weights(this, Nd4j.zeros(DataType.FLOAT, length(styles)));
    Random random = new Random(seed);
    inits.forEach((name, init) -> init.fill(weights.get(name), random));
    return weights;
  }

  /** Every weight's view of a vector, in the layout's order. */
  void views(INDArray vector, BiConsumer<String, INDArray> to) {
    long offset = 0;
    for (Map.Entry<String, long[]> entry : shared.entrySet()) {
      long end = offset + product(entry.getValue());
      to.accept(
          entry.getKey(),
          vector.get(NDArrayIndex.interval(offset, end)).reshape('c', entry.getValue()));
      offset = end;
    }
    if (rowLength > 0) {
      int styles = styles(vector.length());
      INDArray rows =
          vector
              .get(NDArrayIndex.interval(offset, vector.length()))
              .reshape('c', styles, rowLength);
      long column = 0;
      for (Map.Entry<String, Long> entry : tables.entrySet()) {
        long end = column + entry.getValue();
        to.accept(entry.getKey(), rows.get(NDArrayIndex.all(), NDArrayIndex.interval(column, end)));
        column = end;
      }
    }
  }

  private static long product(long[] dimensions) {
    long product = 1;
    for (long d : dimensions) {
      product *= d;
    }
    return product;
  }
}
