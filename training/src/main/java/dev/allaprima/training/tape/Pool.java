package dev.allaprima.training.tape;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays to be used again. A step of training makes hundreds of arrays of the same few sizes; to
 * fetch fresh memory for one costs ten times as much as to fill it (19 ms against 2 ms for 33 MB:
 * the kernel hands it out page by page).
 *
 * <p>One thread at a time. It holds what was in use at once, until it is closed.
 */
public final class Pool implements AutoCloseable {
  private final Map<Size, Deque<INDArray>> idle = new HashMap<>();

  /**
   * What was made for each address that is lent. A view of it is handed out and this, not the view,
   * is kept: a view of a view of a view costs more at every use, until the stack overflows.
   */
  private final Map<Long, INDArray> made = new HashMap<>();

  private long lent;
  private long bytes;

  private record Size(DataType type, long length) {}

  /** An array of undefined contents, row-major; given back with {@link #give}. */
  public INDArray take(DataType type, long... shape) {
    long length = 1;
    for (long d : shape) {
      length *= d;
    }
    lent++;
    Deque<INDArray> same = idle.get(new Size(type, length));
    if (same == null || same.isEmpty()) {
      bytes += length * type.width();
      INDArray fresh = Nd4j.createUninitialized(type, shape, 'c');
      made.put(fresh.data().address(), fresh);
      return fresh;
    }
    INDArray again = same.pop();
    made.put(again.data().address(), again);
    return again.reshape('c', shape);
  }

  /** Takes back an array of {@link #take}, which nobody may read any more. */
  public void give(INDArray array) {
    INDArray first = made.remove(array.data().address());
    if (first == null) {
      throw new IllegalArgumentException(
          "not lent by this pool: " + Arrays.toString(array.shape()));
    }
    lent--;
    idle.computeIfAbsent(new Size(first.dataType(), first.length()), size -> new ArrayDeque<>())
        .push(first);
  }

  /** How many arrays are out. */
  public long lent() {
    return lent;
  }

  /** What all arrays, lent or idle, occupy. */
  public long bytes() {
    return bytes;
  }

  /** Frees the idle arrays; the lent ones come back to nobody. */
  @Override
  public void close() {
    idle.values().forEach(same -> same.forEach(INDArray::close));
    idle.clear();
    made.clear();
    bytes = 0;
  }
}
