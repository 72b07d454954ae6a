package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class PoolTest {
  @Test
  void arrayUsedAThousandTimesIsNoDeeperViewThanOneUsedTwice() {
    try (Pool pool = new Pool()) {
      for (int i = 0; i < 1000; i++) {
        INDArray array = pool.take(DataType.FLOAT, i % 2 == 0 ? new long[] {2, 3} : new long[] {6});
        array.assign(i);
        assertThat(array.sumNumber().intValue()).isEqualTo(6 * i);
        assertThat(depth(array)).isLessThanOrEqualTo(1);
        pool.give(array);
      }
      assertThat(pool.lent()).isZero();
      assertThat(pool.bytes()).isEqualTo(6 * Float.BYTES);
    }
  }

  private static int depth(INDArray array) {
    int depth = 0;
    DataBuffer buffer = array.data().originalDataBuffer();
    while (buffer != null) {
      depth++;
      buffer = buffer.originalDataBuffer();
    }
    return depth;
  }
}
