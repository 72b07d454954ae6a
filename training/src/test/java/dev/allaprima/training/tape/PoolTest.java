package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PoolTest {
  private static final long SMALL_STACK = 1 << 18;

  @Test
  void arrayCanBeUsedAgainForEver() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    // A view of a view of a view overflows a small stack soon.
    Thread thread = new Thread(null, PoolTest::useAgainAndAgain, "small stack", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void whatItDidNotLendIsRefused() {
    try (Pool pool = new Pool();
        INDArray foreign = Nd4j.zeros(2, 3)) {
      assertThatThrownBy(() -> pool.give(foreign)).hasMessageContaining("[2, 3]");
      INDArray lent = pool.take(DataType.FLOAT, 2, 3);
      pool.give(lent);
      assertThatThrownBy(() -> pool.give(lent)).isInstanceOf(IllegalArgumentException.class);
      assertThat(pool.lent()).isZero();
    }
  }

  private static void useAgainAndAgain() {
    try (Pool pool = new Pool()) {
      for (int i = 0; i < 10_000; i++) {
        INDArray array = pool.take(DataType.FLOAT, i % 2 == 0 ? new long[] {2, 3} : new long[] {6});
        assertThat(array.wasClosed()).isFalse();
        pool.give(array);
      }
      assertThat(pool.lent()).isZero();
      assertThat(pool.bytes()).isEqualTo(6 * Float.BYTES);
    }
  }
}
