package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PainterTest {
  private final FramePool pool = new FramePool("test", 8);
  private final Painter painter = new Painter("test");
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** A stream of numbered frames; a frame's number is its time. */
  private final class Stream implements Painter.Easel {
    final String name;
    final LatestSlot<Frame> slot = new LatestSlot<>(Frame::release);
    final Semaphore mayPaint = new Semaphore(Integer.MAX_VALUE);
    final Semaphore begun = new Semaphore(0);
    RuntimeException failure;
    Throwable told;

    Stream(String name) {
      this.name = name;
    }

    void offer(int number) {
      slot.offer(pool.take(2, 2, number));
      painter.wake();
    }

    @Override
    public Frame next() {
      return slot.poll();
    }

    @Override
    public void paint(Frame frame) {
      begun.release();
      mayPaint.acquireUninterruptibly();
      if (failure != null) {
        throw failure;
      }
      log.add(name + frame.timeNanos());
    }

    @Override
    public void failed(Throwable cause) {
      told = cause;
    }
  }

  private Stream stream(String name) {
    Stream stream = new Stream(name);
    painter.add(stream);
    return stream;
  }

  @AfterEach
  void nothingIsKept() {
    painter.close();
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void everyStreamGetsOneFrameARound() {
    Stream a = stream("a");
    Stream b = stream("b");
    assertThat(painter.round()).isFalse();
    a.offer(1);
    a.offer(2);
    b.offer(1);
    assertThat(painter.round()).isTrue();
    assertThat(log).containsExactly("a2", "b1");
    b.offer(2);
    assertThat(painter.round()).isTrue();
    assertThat(painter.round()).isFalse();
    assertThat(log).containsExactly("a2", "b1", "b2");
    painter.remove(b);
    b.offer(3);
    assertThat(painter.round()).isFalse();
    b.slot.close();
  }

  @Test
  void failingStreamIsTakenAwayAndTheOthersGoOn() {
    Stream bad = stream("bad");
    Stream good = stream("good");
    bad.failure = new IllegalStateException("torn canvas");
    for (int i = 0; i < 3; i++) {
      bad.offer(i);
      good.offer(i);
      painter.round();
    }
    assertThat(bad.told).isSameAs(bad.failure);
    assertThat(log).containsExactly("good0", "good1", "good2");
    bad.slot.close();
  }

  @Test
  void slowPainterIsNeverMoreThanOneFrameBehind() {
    Stream stream = stream("s");
    stream.mayPaint.drainPermits();
    painter.start();
    stream.offer(0);
    stream.begun.acquireUninterruptibly();
    List<String> expected = new ArrayList<>(List.of("s0"));
    // While one frame is painted, a hundred arrive; the next that is painted is the newest.
    for (int round = 1; round <= 5; round++) {
      for (int i = 0; i < 100; i++) {
        stream.offer(round * 100 + i);
      }
      assertThat(pool.inUse()).isEqualTo(2);
      stream.mayPaint.release();
      stream.begun.acquireUninterruptibly();
      expected.add("s" + (round * 100 + 99));
    }
    stream.mayPaint.release();
    await().until(() -> log.size() == 6);
    assertThat(log).isEqualTo(expected);
    assertThat(stream.slot.overwritten()).isEqualTo(5 * 99);
    assertThat(pool.exhausted()).isZero();
  }

  @Test
  void sleepingPainterIsWoken() {
    Stream stream = stream("s");
    painter.start();
    for (int i = 0; i < 200; i++) {
      stream.offer(i);
      stream.begun.acquireUninterruptibly();
    }
    painter.close();
    assertThat(log).hasSize(200);
    assertThat(painter.isAlive()).isFalse();
  }
}
