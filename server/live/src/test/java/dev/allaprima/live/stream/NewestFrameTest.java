package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.OpenStyle;
import dev.allaprima.pipeline.stylize.Stroke;
import dev.allaprima.pipeline.stylize.StrokeSource;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot in front of an engine that is slow. */
class NewestFrameTest {
  @TempDir Path catalogue;
  private final Engine engine = Engine.start(Device.select("cpu", 1));
  private final FramePool pool = new FramePool("test", 4);
  private final LatestSlot<Frame> slot = new LatestSlot<>(Frame::release);
  private final Semaphore mayGoOn = new Semaphore(0);
  private final Semaphore begun = new Semaphore(0);
  private final List<Long> painted = new CopyOnWriteArrayList<>();

  @AfterEach
  void nothingIsKept() {
    engine.close();
    assertThat(pool.inUse()).isZero();
  }

  private void offer(int number) {
    slot.offer(pool.take(2, 2, number));
    engine.wake();
  }

  private StrokeSource source(OpenStyle style) {
    return new StrokeSource() {
      @Override
      public Stroke next() {
        Frame frame = slot.poll();
        if (frame == null) {
          return null;
        }
        begun.release();
        mayGoOn.acquireUninterruptibly();
        return new Stroke(style, style.alone(), frame, pool.take(2, 2, frame.timeNanos())) {
          @Override
          protected void painted(long nanos) {
            painted.add(source().timeNanos());
            source().release();
            target().release();
          }

          @Override
          protected void failed(Throwable cause) {
            throw new AssertionError(cause);
          }
        };
      }

      /** Told when the engine is closed. */
      @Override
      public void failed(Throwable cause) {}
    };
  }

  @Test
  void slowEngineIsNeverMoreThanOneFrameBehind() {
    OpenStyle style = engine.open(TestModels.publish(catalogue, "s", TestModels.negative()));
    engine.add(source(style));
    offer(0);
    begun.acquireUninterruptibly();
    List<Long> expected = new ArrayList<>(List.of(0L));
    // While one frame is painted, a hundred arrive; the next that is painted is the newest.
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < 100; i++) {
        offer(round * 100 + i);
      }
      mayGoOn.release();
      begun.acquireUninterruptibly();
      expected.add(round * 100 + 99L);
    }
    mayGoOn.release();
    await().until(() -> painted.size() == 6);
    assertThat(painted).isEqualTo(expected);
    assertThat(slot.overwritten()).isEqualTo(5 * 99);
    assertThat(pool.exhausted()).isZero();
  }
}
