package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.mapped;
import static dev.allaprima.pipeline.testing.Pictures.noise;
import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole files through an engine that runs on its own thread. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneTest {
  private static final Device CPU = Device.select("cpu", 1);

  @TempDir Path catalogue;
  private final Engine engine = Engine.start(CPU, new Batching(3, Duration.ofMillis(1)));
  private final FramePool pool = new FramePool("test", 16);
  private Style published;

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    assertThat(engine.isAlive()).isFalse();
    assertThat(engine.networks()).isZero();
    assertThat(pool.inUse()).isZero();
  }

  /** Published before any thread reads: publishing moves a folder's place for a moment. */
  @BeforeEach
  void publish() {
    published = TestModels.publish(catalogue, "s", TestModels.negative());
  }

  private OpenStyle negative() {
    return engine.open(published);
  }

  /** Hands in every picture ahead of taking the painted ones, as a decoder's thread does. */
  private void file(String name, int frames) {
    try (OpenStyle style = negative();
        Lane lane = engine.lane(name, 4)) {
      List<Lane.Painting> ahead = new ArrayList<>();
      for (int i = 0; i < frames || !ahead.isEmpty(); i++) {
        if (i < frames) {
          Frame source = noise(pool.take(32, 24, i), i);
          ahead.add(lane.submit(style, style.alone(), source, pool.take(32, 24, i)));
        }
        if (ahead.size() == 4 || i >= frames) {
          Lane.Painting painting = ahead.remove(0);
          painting.await();
          Frame source = painting.source();
          assertThat(samples(painting.target().y())).isEqualTo(mapped(source.y(), b -> 255 - b));
          source.release();
          painting.target().release();
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void twoFilesAtOnceAreBothPaintedWhole() {
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> file("one", 200));
    file("two", 200);
    one.join();
    assertThat(engine.stats().painted()).isEqualTo(400);
    assertThat(engine.stats().failed()).isZero();
  }

  @Test
  void failureIsItsPicturesOwn() throws Exception {
    try (OpenStyle style =
            engine.open(TestModels.publish(catalogue, "o", FloatModels.overflowing()));
        Lane lane = engine.lane("bad", 4)) {
      Frame source = noise(pool.take(64, 64, 0), 1);
      Frame target = pool.take(64, 64, 0);
      Lane.Painting painting = lane.submit(style, style.alone(), source, target);
      assertThatThrownBy(painting::await)
          .isInstanceOf(Fault.class)
          .hasMessageContaining("overflowed");
      source.release();
      target.release();
      file("good", 5);
    }
  }

  @Test
  void closedLaneGivesEveryFrameBack() throws Exception {
    OpenStyle style = negative();
    List<Lane.Painting> handed = new ArrayList<>();
    Lane lane = engine.lane("short", 5);
    for (int i = 0; i < 5; i++) {
      Frame source = noise(pool.take(640, 360, i), i);
      handed.add(lane.submit(style, style.alone(), source, pool.take(640, 360, i)));
    }
    lane.close();
    for (Lane.Painting painting : handed) {
      try {
        painting.await();
      } catch (CancellationException calledOff) {
        assertThat(calledOff).hasMessageContaining("closed");
      }
      painting.source().release();
      painting.target().release();
    }
    Frame frame = pool.take(8, 8, 0);
    Frame target = pool.take(8, 8, 0);
    assertThatThrownBy(() -> lane.submit(style, style.alone(), frame, target))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("short");
    frame.release();
    target.release();
  }

  @Test
  void stoppedEngineCallsOffWhatWaits() throws Exception {
    OpenStyle style = negative();
    Lane lane = engine.lane("late", 2);
    engine.close();
    Frame frame = pool.take(8, 8, 0);
    Frame target = pool.take(8, 8, 0);
    assertThatThrownBy(() -> lane.submit(style, style.alone(), frame, target))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("engine");
    lane.close();
    Lane later = engine.lane("later", 2);
    assertThatThrownBy(() -> later.submit(style, style.alone(), frame, target))
        .isInstanceOf(CancellationException.class);
    later.close();
    assertThatThrownBy(() -> engine.open(style.style())).isInstanceOf(CancellationException.class);
    frame.release();
    target.release();
  }
}
