package dev.allaprima.pipeline.stylize;

import static dev.allaprima.pipeline.testing.Pictures.mapped;
import static dev.allaprima.pipeline.testing.Pictures.noise;
import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a card needs beside its own code: everything to it and back, and no more. */
class StagingTest {
  private static final Device CPU = Device.select("cpu", 1);

  @TempDir Path catalogue;
  private final FramePool pool = new FramePool("test", 2);
  private final StagedMemory memory = new StagedMemory();

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(pool.inUse()).isZero();
    assertThat(memory.blocks).isZero();
    assertThat(memory.closed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"16,8", "17,9", "64,48"})
  void picturesGoToTheDeviceAndComeBack(int width, int height) {
    Style style = TestModels.publish(catalogue, "s", TestModels.negative());
    Frame source = noise(pool.take(width, height, 0), 1);
    Frame target = noise(pool.take(width, height, 0), 2);
    try (Stylizer stylizer = Stylizer.open(style, CPU, memory)) {
      for (int i = 0; i < 3; i++) {
        stylizer.paint(noise(source, i), target);
        assertThat(samples(target.y())).isEqualTo(mapped(source.y(), b -> 255 - b));
        assertThat(samples(target.u())).isEqualTo(mapped(source.u(), b -> 255 - b));
        assertThat(samples(target.v())).isEqualTo(mapped(source.v(), b -> 255 - b));
      }
    }
    source.release();
    target.release();
  }

  @Test
  void everyPictureCostsItsPlanesAndItsStyleAndNoMore() {
    float[] scale = {-1, 0.5f};
    float[] shift = {255, 64};
    Style style = TestModels.publishAll(catalogue, "n", 2, FloatModels.styles(scale, shift)).get(1);
    Frame source = noise(pool.take(64, 64, 0), 1);
    Frame target = pool.take(64, 64, 0);
    try (Stylizer stylizer = Stylizer.open(style, CPU, memory)) {
      long up = stylizer.uploadedBytes();
      long down = stylizer.downloadedBytes();
      for (int i = 0; i < 5; i++) {
        stylizer.paint(source, target);
      }
      int planes = 64 * 64 * 3 / 2;
      // The style's row is rounded up to where the next tensor may begin.
      assertThat(stylizer.uploadedBytes() - up).isEqualTo(5 * (planes + 256));
      assertThat(stylizer.downloadedBytes() - down).isEqualTo(5 * planes);
      assertThat(samples(target.y()))
          .isEqualTo(mapped(source.y(), b -> FloatModels.mapped(b, 0.5f, 64)));
    }
    source.release();
    target.release();
  }

  @Test
  void memoryStaysBoundedWhenSizesChange() {
    Style style = TestModels.publish(catalogue, "s", TestModels.negative());
    try (Stylizer stylizer = Stylizer.open(style, CPU, memory)) {
      for (int width = 8; width < 200; width += 8) {
        Frame source = noise(pool.take(width, 16, 0), width);
        Frame target = pool.take(width, 16, 0);
        stylizer.paint(source, target);
        assertThat(samples(target.v())).isEqualTo(mapped(source.v(), b -> 255 - b));
        source.release();
        target.release();
      }
      assertThat(memory.blocks).isLessThanOrEqualTo(6);
    }
  }
}
