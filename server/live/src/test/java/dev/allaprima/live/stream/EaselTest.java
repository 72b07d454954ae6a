package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An easel whose engine is held up by hand. */
class EaselTest {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 1000;

  @TempDir Path folder;
  private final Engine engine = Engine.start(Device.select("cpu", 1));
  private final Brushes brushes = new Brushes(engine);
  private final Semaphore mayGoOn = new Semaphore(0);
  private Easel easel;
  private long now;
  private volatile int contrast;

  @BeforeEach
  void open() {
    Palette palette =
        brushes.mix(Map.of(TestModels.publish(folder, "s", TestModels.negative()), 1.0));
    easel =
        new Easel(
            "test",
            engine,
            palette,
            Controls.of(palette.mix()),
            new StreamStats(() -> now),
            // On the engine's thread, which waits.
            task -> {
              mayGoOn.acquireUninterruptibly();
              task.run();
            },
            picture -> contrast = Math.abs(picture.luma(1000) - picture.luma(1001)),
            cause -> {});
    engine.add(easel);
  }

  @AfterEach
  void nothingIsKept() {
    engine.remove(easel);
    mayGoOn.release(MANY);
    easel.stop();
    idle();
    easel.close();
    brushes.close();
    engine.close();
    assertThat(easel.pool().inUse()).isZero();
  }

  private void idle() {
    await().pollInterval(Duration.ofMillis(1)).until(() -> easel.pool().inUse() == 0);
  }

  /** Hands in stripes, one column dark and one light. */
  private void frame() {
    now += SECOND / 30;
    Frame frame = easel.pool().take(64, 48, now);
    for (int i = 0; i < 64 * 48; i++) {
      frame.y().put(i, (byte) (i % 2 == 0 ? 30 : 220));
    }
    easel.paint(frame);
  }

  private void secondInWhichAllArePainted() {
    mayGoOn.release(MANY);
    for (int i = 0; i < 30; i++) {
      frame();
      idle();
    }
    mayGoOn.drainPermits();
    easel.keepUp(now, true);
  }

  private void secondInWhichThePainterIsHeldUp() {
    for (int i = 0; i < 30; i++) {
      frame();
    }
    mayGoOn.release(MANY);
    idle();
    mayGoOn.drainPermits();
    easel.keepUp(now, true);
  }

  @Test
  void paintsLessWhileFramesAreLostAndAllAgainAfterwards() {
    secondInWhichAllArePainted();
    assertThat(contrast).isGreaterThan(180);
    for (int i = 0; i < 12; i++) {
      secondInWhichThePainterIsHeldUp();
    }
    assertThat(easel.renderScale()).isEqualTo(0.5);
    assertThat(easel.divisor()).isEqualTo(3);

    long lost = easel.overwritten();
    assertThat(lost).isPositive();
    secondInWhichAllArePainted();
    assertThat(contrast).as("stripes that half the scale cannot show").isLessThan(60);
    assertThat(easel.overwritten()).as("what is left out is not lost").isEqualTo(lost);
    for (int i = 0; i < 60; i++) {
      secondInWhichAllArePainted();
    }
    assertThat(easel.renderScale()).isEqualTo(1);
    assertThat(easel.divisor()).isEqualTo(1);
    assertThat(contrast).isGreaterThan(180);
  }
}
