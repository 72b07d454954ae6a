package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.mapped;
import static dev.allaprima.pipeline.testing.Pictures.noise;
import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine step by step, on the test's own thread and clock. */
class EngineTest {
  private static final Device CPU = Device.select("cpu", 1);
  private static final float[] SCALE = {-1, 0.5f, 0.25f};
  private static final float[] SHIFT = {255, 64, 10};
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path catalogue;
  private final FramePool pool = new FramePool("test", 64);
  private final List<String> log = new ArrayList<>();
  private long now;
  private Engine engine;

  private Engine engine(int maxBatch, int windowMillis) {
    engine = new Engine(CPU, new Batching(maxBatch, Duration.ofMillis(windowMillis)), () -> now);
    return engine;
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    assertThat(engine.networks()).isZero();
    assertThat(pool.inUse()).isZero();
  }

  private OpenStyle negative() {
    return engine.open(TestModels.publish(catalogue, "s", TestModels.negative()));
  }

  private List<OpenStyle> gallery() {
    List<Style> styles = TestModels.publishAll(catalogue, "g", 3, FloatModels.styles(SCALE, SHIFT));
    return styles.stream().map(engine::open).toList();
  }

  /** A caller with a name, whose pictures are numbered. */
  private class Caller implements StrokeSource {
    final String name;
    final Deque<Stroke> strokes = new ArrayDeque<>();
    int asked;
    int offered;
    Throwable told;
    boolean checked = true;
    IntUnaryOperator expected = b -> 255 - b;

    Caller(String name) {
      this(name, false);
    }

    Caller(String name, boolean behind) {
      this.name = name;
      if (behind) {
        engine.addBehind(this);
      } else {
        engine.add(this);
      }
    }

    void offer(OpenStyle style, StyleMix mix, int width, int height) {
      int number = offered++;
      Frame source = noise(pool.take(width, height, number), 31 * number + name.hashCode());
      Frame target = pool.take(width, height, number);
      strokes.add(
          new Stroke(style, mix, source, target) {
            @Override
            protected void painted(long nanos) {
              assertThat(nanos).isNotNegative();
              boolean right =
                  !checked || Arrays.equals(samples(target.y()), mapped(source.y(), expected));
              end(name + number + (right ? "" : " wrong"));
            }

            @Override
            protected void failed(Throwable cause) {
              end(name + number + " failed");
            }

            private void end(String what) {
              log.add(what);
              source.release();
              target.release();
            }
          });
    }

    void offer(OpenStyle style, int count) {
      for (int i = 0; i < count; i++) {
        offer(style, style.alone(), 16, 8);
      }
    }

    @Override
    public Stroke next() {
      asked++;
      return strokes.poll();
    }

    @Override
    public void failed(Throwable cause) {
      told = cause;
    }
  }

  private void drain() {
    while (engine.step() != NEVER) {
      assertThat(log.size()).as("the engine goes on for ever").isLessThan(1000);
    }
  }

  @Test
  void nothingToPaintIsNothingToWaitFor() {
    engine(4, 10);
    assertThat(engine.step()).isEqualTo(NEVER);
    new Caller("a");
    assertThat(engine.step()).isEqualTo(NEVER);
  }

  @Test
  void filesComeBehindStreams() {
    engine(1, 0);
    OpenStyle style = negative();
    Caller file = new Caller("file", true);
    Caller other = new Caller("other", true);
    Caller live = new Caller("live");
    file.offer(style, 2);
    other.offer(style, 1);
    live.offer(style, 2);
    assertThat(engine.step()).isZero();
    assertThat(engine.step()).isZero();
    assertThat(engine.step()).isZero();
    assertThat(log).containsExactly("live0", "live1", "file0");
    live.offer(style, 1);
    drain();
    assertThat(log).containsExactly("live0", "live1", "file0", "live2", "other0", "file1");
  }

  @Test
  void fileIsNotForgottenByStreamsThatTakeAllThereIs() {
    engine(1, 0);
    OpenStyle style = negative();
    Caller file = new Caller("file", true);
    Caller live = new Caller("live");
    file.offer(style, 2);
    live.offer(style, 1);
    while (log.size() < 2 * Engine.PATIENCE + 2) {
      // There is always one more.
      live.offer(style, 1);
      assertThat(engine.step()).isZero();
    }
    drain();
    assertThat(log.indexOf("file0")).isEqualTo(Engine.PATIENCE);
    assertThat(log.indexOf("file1")).isEqualTo(2 * Engine.PATIENCE + 1);
  }

  @Test
  void batchOfAStreamIsNotFilledUpWithFiles() {
    engine(4, 0);
    OpenStyle style = negative();
    Caller file = new Caller("file", true);
    Caller live = new Caller("live");
    file.offer(style, 4);
    live.offer(style, 1);
    assertThat(engine.step()).isZero();
    assertThat(log).containsExactly("live0");
    assertThat(engine.step()).isZero();
    assertThat(log).containsExactly("live0", "file0", "file1", "file2", "file3");
    assertThat(engine.stats().batches()).isEqualTo(2);
  }

  @Test
  void callersTakeTurnsAndEachIsServedInOrder() {
    engine(1, 0);
    OpenStyle style = negative();
    Caller a = new Caller("a");
    Caller b = new Caller("b");
    Caller c = new Caller("c");
    a.offer(style, 4);
    b.offer(style, 2);
    assertThat(engine.step()).isZero();
    assertThat(log).containsExactly("a0");
    assertThat(engine.step()).isZero();
    c.offer(style, 1);
    drain();
    assertThat(log).containsExactly("a0", "b0", "c0", "a1", "b1", "a2", "a3");
    assertThat(engine.stats().batches()).isEqualTo(7);
  }

  @Test
  void fullBatchIsSharedFairly() {
    engine(4, 0);
    OpenStyle style = negative();
    Caller a = new Caller("a");
    Caller b = new Caller("b");
    a.offer(style, 6);
    b.offer(style, 2);
    drain();
    assertThat(log).containsExactly("a0", "b0", "a1", "b1", "a2", "a3", "a4", "a5");
    assertThat(engine.stats().batches()).isEqualTo(2);
    assertThat(engine.stats().painted()).isEqualTo(8);
  }

  @Test
  void batchWaitsForCompanyAsLongAsItsWindowAndNoLonger() {
    engine(3, 10);
    OpenStyle style = negative();
    Caller a = new Caller("a");
    Caller b = new Caller("b");
    a.offer(style, 1);
    assertThat(engine.step()).isEqualTo(10_000_000);
    now = 4_000_000;
    assertThat(engine.step()).isEqualTo(6_000_000);
    b.offer(style, 1);
    assertThat(engine.step()).isEqualTo(6_000_000);
    now = 9_999_999;
    assertThat(engine.step()).isEqualTo(1);
    assertThat(log).isEmpty();
    now = 10_000_000;
    assertThat(engine.step()).isZero();
    assertThat(log).containsExactly("a0", "b0");
    assertThat(engine.stats().batches()).isEqualTo(1);
    // A full one does not wait.
    a.offer(style, 3);
    assertThat(engine.step()).isZero();
    assertThat(engine.stats().batches()).isEqualTo(2);
  }

  @Test
  void mixedStylesInOneBatchAreTheSameBytesAsEachAlone() {
    engine(8, 0);
    List<OpenStyle> styles = gallery();
    assertThat(engine.networks()).isEqualTo(1);
    List<StyleMix> mixes =
        List.of(
            styles.get(0).alone(),
            styles.get(1).alone(),
            StyleMix.of(0.25f, 0.25f, 0.5f),
            styles.get(2).alone());
    // One size that is painted in place, one that is padded.
    for (int width : new int[] {32, 30}) {
      List<Frame> batch = new ArrayList<>();
      List<Frame> alone = new ArrayList<>();
      Caller caller = new Caller("c");
      // What each comes to is compared below.
      caller.checked = false;
      for (int i = 0; i < mixes.size(); i++) {
        caller.offer(styles.get(i % 3), mixes.get(i), width, 24);
        Stroke stroke = caller.strokes.peekLast();
        batch.add(stroke.target().retain());
        Frame target = pool.take(width, 24, 0);
        try (Stylizer stylizer = Stylizer.open(styles.get(0).style(), CPU)) {
          stylizer.paint(stroke.source(), target, mixes.get(i));
        }
        alone.add(target);
      }
      long before = engine.stats().batches();
      drain();
      assertThat(engine.stats().batches()).isEqualTo(before + 1);
      for (int i = 0; i < mixes.size(); i++) {
        assertThat(samples(batch.get(i).y())).isEqualTo(samples(alone.get(i).y()));
        assertThat(samples(batch.get(i).u())).isEqualTo(samples(alone.get(i).u()));
        assertThat(samples(batch.get(i).v())).isEqualTo(samples(alone.get(i).v()));
      }
      batch.forEach(Frame::release);
      alone.forEach(Frame::release);
    }
  }

  @Test
  void picturesOfOtherSizesAndNetworksAreOtherBatches() {
    engine(8, 0);
    OpenStyle style = negative();
    OpenStyle other = gallery().get(0);
    Caller a = new Caller("a");
    Caller b = new Caller("b");
    a.offer(style, style.alone(), 16, 8);
    a.offer(style, style.alone(), 64, 8);
    a.offer(style, style.alone(), 13, 8);
    b.offer(style, style.alone(), 16, 5);
    b.offer(other, other.alone(), 16, 8);
    drain();
    // 16x8, 13x8 and 16x5 are all painted as 16x8; each caller's come in order for all that.
    assertThat(log).containsExactly("a0", "b0", "a1", "b1", "a2");
    assertThat(engine.stats().batches()).isEqualTo(3);
  }

  @Test
  void pictureThatFailsIsTheOnlyOne() {
    engine(4, 0);
    OpenStyle style = engine.open(TestModels.publish(catalogue, "o", FloatModels.overflowing()));
    Caller bad = new Caller("bad");
    Caller good = new Caller("good");
    good.expected = b -> b / 2;
    bad.offer(style, StyleMix.only(0, 1), 64, 64);
    for (int i = 0; i < 3; i++) {
      good.offer(style, StyleMix.only(0, 1), 64, 64);
      Frame source = good.strokes.peekLast().source();
      for (int k = 0; k < 64 * 64; k++) {
        source.y().put(k, (byte) (source.y().get(k) & 127));
      }
    }
    drain();
    assertThat(log).containsExactly("bad0 failed", "good0", "good1", "good2");
    assertThat(engine.stats().failed()).isEqualTo(1);
    assertThat(engine.stats().painted()).isEqualTo(3);
  }

  @Test
  void sourceThatFailsIsTakenAwayAndTheOthersGoOn() {
    engine(2, 0);
    OpenStyle style = negative();
    RuntimeException defect = new IllegalStateException("torn");
    Caller bad =
        new Caller("bad") {
          @Override
          public Stroke next() {
            throw defect;
          }
        };
    Caller good = new Caller("good");
    good.offer(style, 3);
    drain();
    assertThat(bad.told).isSameAs(defect);
    assertThat(log).containsExactly("good0", "good1", "good2");
  }

  @Test
  void closedLaneWaitsForWhatIsInTheMakingAndCallsOffTheRest() throws Exception {
    engine(2, 10);
    OpenStyle style = negative();
    Lane lane = engine.lane("test", 3);
    List<Lane.Painting> handed = new ArrayList<>();
    handed.add(submit(lane, style));
    // Taken, and waiting for company.
    assertThat(engine.step()).isEqualTo(10_000_000);
    handed.add(submit(lane, style));
    Thread closing = new Thread(lane::close);
    closing.start();
    while (closing.isAlive() && closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(closing.isAlive()).as("it waits").isTrue();
    now = 10_000_000;
    assertThat(engine.step()).isZero();
    closing.join(10_000);
    assertThat(closing.isAlive()).isFalse();
    handed.get(0).await();
    assertThatThrownBy(() -> handed.get(1).await()).isInstanceOf(CancellationException.class);
    for (Lane.Painting painting : handed) {
      painting.source().release();
      painting.target().release();
    }
  }

  private Lane.Painting submit(Lane lane, OpenStyle style) throws InterruptedException {
    Frame source = noise(pool.take(8, 8, 0), 1);
    return lane.submit(style, style.alone(), source, pool.take(8, 8, 0));
  }

  @Test
  void removedSourceIsAskedNoMore() {
    engine(2, 0);
    OpenStyle style = negative();
    Caller a = new Caller("a");
    Caller b = new Caller("b");
    a.offer(style, 1);
    b.offer(style, 1);
    engine.remove(a);
    int asked = a.asked;
    drain();
    assertThat(a.asked).isEqualTo(asked);
    assertThat(log).containsExactly("b0");
    engine.add(a);
    drain();
    assertThat(log).containsExactly("b0", "a0");
  }

  @Test
  void networkIsSharedAndFreedWithTheLastOfItsStyles() {
    engine(1, 0);
    List<OpenStyle> styles = gallery();
    OpenStyle again = engine.open(styles.get(1).style());
    assertThat(engine.networks()).isEqualTo(1);
    styles.forEach(OpenStyle::close);
    styles.forEach(OpenStyle::close);
    assertThat(engine.networks()).isEqualTo(1);
    Caller a = new Caller("a");
    a.offer(again, StyleMix.only(0, 3), 16, 8);
    drain();
    assertThat(log).containsExactly("a0");
    again.close();
    assertThat(engine.networks()).isZero();
    drain();
  }

  @Test
  void secondStyleOfANetworkIsProvedToo() {
    engine(1, 0);
    byte[] model = FloatModels.styles(new float[] {-1, 0}, new float[] {255, 9});
    List<Style> styles = TestModels.publishAll(catalogue, "g", 2, model);
    engine.open(styles.get(0));
    assertThatThrownBy(() -> engine.open(styles.get(1)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("all in one tone");
    assertThat(engine.networks()).isEqualTo(1);
  }

  @Test
  void networkOfSinglePicturesIsNotBatched() {
    engine(4, 0);
    Map<Precision, byte[]> model = Map.of(Precision.FP32, TestModels.negativeOfOne());
    OpenStyle style = engine.open(TestModels.publish(catalogue, "s", 1, model));
    Caller a = new Caller("a");
    a.offer(style, 3);
    drain();
    assertThat(log).containsExactly("a0", "a1", "a2");
    assertThat(engine.stats().batches()).isEqualTo(3);
  }

  @Test
  void networkOfOneMixtureIsNotBatched() {
    engine(4, 0);
    byte[] model = FloatModels.stylesOfOne(new float[] {-1, -1}, new float[] {255, 250});
    OpenStyle style = engine.open(TestModels.publishAll(catalogue, "m", 2, model).get(0));
    Caller a = new Caller("a");
    a.offer(style, 3);
    drain();
    assertThat(log).containsExactly("a0", "a1", "a2");
    assertThat(engine.stats().batches()).isEqualTo(3);
  }

  @Test
  void mixOfAnotherNumberOfStylesIsTheCallersOwnFault() {
    engine(1, 0);
    OpenStyle style = negative();
    Frame frame = pool.take(8, 8, 0);
    try (Lane lane = engine.lane("test", 1)) {
      assertThatThrownBy(() -> lane.submit(style, StyleMix.only(0, 2), frame, frame))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("2 style weights");
    }
    frame.release();
  }
}
