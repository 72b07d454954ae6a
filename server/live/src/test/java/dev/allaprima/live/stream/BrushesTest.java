package dev.allaprima.live.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Lane;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrushesTest {
  @TempDir Path folder;
  private final Engine engine = Engine.start(Device.select("cpu", 1));
  private final Brushes brushes = new Brushes(engine);
  private final FramePool pool = new FramePool("test", 2);

  @AfterEach
  void close() {
    brushes.close();
    engine.close();
    assertThat(engine.networks()).isZero();
    assertThat(pool.inUse()).isZero();
  }

  /** What the brush makes of luma 10. */
  private int painted(Brush brush) throws InterruptedException {
    Frame source = pool.take(2, 2, 0);
    Frame target = pool.take(2, 2, 0);
    for (int i = 0; i < 4; i++) {
      source.y().put(i, (byte) 10);
    }
    try (Lane lane = engine.lane("test", 1)) {
      lane.submit(brush.open(), brush.open().alone(), source, target).await();
    }
    int luma = target.y().get(0) & 255;
    source.release();
    target.release();
    return luma;
  }

  @Test
  void styleIsOpenedOnceAndKept() throws Exception {
    Style style = TestModels.publish(folder, "s", TestModels.negative());
    Brush first = brushes.take(style);
    assertThat(painted(first)).isEqualTo(245);
    assertThat(brushes.take(style)).isSameAs(first);
    first.release();
    first.release();
    assertThat(brushes.take(style)).isSameAs(first);
  }

  @Test
  void retrainedStyleIsOpenedAnewAndTheOldOneServesWhoHasIt() throws Exception {
    Brush old = brushes.take(TestModels.publish(folder, "s", TestModels.negative()));
    Brush fresh = brushes.take(TestModels.publish(folder, "s", TestModels.dilate()));
    assertThat(painted(fresh)).isEqualTo(10);
    assertThat(painted(old)).isEqualTo(245);
    assertThat(engine.networks()).isEqualTo(2);
    old.release();
    assertThat(engine.networks()).isEqualTo(1);
    assertThat(painted(fresh)).isEqualTo(10);
  }

  @Test
  void brokenStyleIsTheServersFaultAndMayBeMended() throws Exception {
    Style broken = TestModels.publish(folder, "s", TestModels.misnamed());
    assertThatThrownBy(() -> brushes.take(broken))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE))
        .hasMessageContaining("style s cannot be opened")
        .hasMessageContaining("model.onnx");
    Style mended = TestModels.publish(folder, "s", TestModels.negative());
    assertThat(painted(brushes.take(mended))).isEqualTo(245);
  }
}
