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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StylizerTest {
  private static final Device CPU = Device.select("cpu", 1);

  @TempDir Path catalogue;
  private final FramePool pool = new FramePool("test", 2);

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  private Stylizer open(byte[] model) {
    return Stylizer.open(TestModels.publish(catalogue, "test", model), CPU);
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,5", "16,8", "17,8", "16,9", "641,361"})
  void everySampleOfEveryPlaneIsPainted(int width, int height) {
    Frame source = noise(pool.take(width, height, 0), width);
    Frame target = noise(pool.take(width, height, 0), height + 1000);
    try (Stylizer stylizer = open(TestModels.negative())) {
      int[] before = samples(source.y());
      stylizer.paint(source, target);
      assertThat(samples(target.y())).isEqualTo(mapped(source.y(), b -> 255 - b));
      assertThat(samples(target.u())).isEqualTo(mapped(source.u(), b -> 255 - b));
      assertThat(samples(target.v())).isEqualTo(mapped(source.v(), b -> 255 - b));
      assertThat(samples(source.y())).as("the source is only read").isEqualTo(before);
    }
    source.release();
    target.release();
  }

  /** A network that looks around sees the picture's own edge in the padding, nothing foreign. */
  @ParameterizedTest
  @CsvSource({"2,2", "5,3", "13,11", "16,16", "18,7"})
  void paddingRepeatsTheEdge(int width, int height) {
    Frame source = noise(pool.take(width, height, 0), 1);
    Frame target = pool.take(width, height, 0);
    try (Stylizer stylizer = open(TestModels.dilate())) {
      stylizer.paint(source, target);
      int w = source.chromaWidth();
      int h = source.chromaHeight();
      assertThat(samples(target.y())).isEqualTo(dilated(source.y(), width, height));
      assertThat(samples(target.u())).isEqualTo(dilated(source.u(), w, h));
      assertThat(samples(target.v())).isEqualTo(dilated(source.v(), w, h));
    }
    source.release();
    target.release();
  }

  private static int[] dilated(ByteBuffer plane, int width, int height) {
    int[] in = samples(plane);
    int[] out = new int[in.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
          for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
            out[y * width + x] = Math.max(out[y * width + x], in[ny * width + nx]);
          }
        }
      }
    }
    return out;
  }

  @Test
  void sizesMayChangeFromFrameToFrame() {
    try (Stylizer stylizer = open(TestModels.negative())) {
      for (int size : new int[] {8, 33, 8, 64, 63}) {
        Frame source = noise(pool.take(size, size / 2 + 1, 0), size);
        Frame target = pool.take(size, size / 2 + 1, 0);
        stylizer.paint(source, target);
        assertThat(samples(target.v())).isEqualTo(mapped(source.v(), b -> 255 - b));
        source.release();
        target.release();
      }
    }
  }

  @Test
  void framesOfTwoSizesAreRefused() {
    Frame source = pool.take(8, 8, 0);
    Frame target = pool.take(8, 10, 0);
    try (Stylizer stylizer = open(TestModels.negative())) {
      assertThatThrownBy(() -> stylizer.paint(source, target))
          .isInstanceOf(IllegalArgumentException.class);
    }
    source.release();
    target.release();
  }

  @Test
  void modelsThatBreakTheContractAreNamed() {
    assertThatThrownBy(() -> open(TestModels.floats()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style test")
        .hasMessageContaining("uint8");
    assertThatThrownBy(() -> open(TestModels.misnamed()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("[painted_y, painted_u, other]");
    assertThatThrownBy(() -> open(TestModels.shrinking()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style test");
  }

  @Test
  void whatIsNoNetworkIsOneLine() {
    byte[] whole = TestModels.negative();
    byte[][] broken = {
      "not a network".getBytes(StandardCharsets.UTF_8),
      new byte[0],
      Arrays.copyOf(whole, whole.length / 2)
    };
    for (byte[] model : broken) {
      assertThatThrownBy(() -> open(model))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("style test")
          .hasMessageContaining("model.onnx")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  @Test
  void modelThatIsNotTheCardsIsRefused() throws Exception {
    Style style = TestModels.publish(catalogue, "test", TestModels.negative());
    Files.write(style.folder().resolve("model.onnx"), TestModels.dilate());
    assertThatThrownBy(() -> Stylizer.open(style, CPU))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("SHA-256");
  }

  @Test
  void stylesAreMixedByTheirWeights() {
    float[] scale = {-1, 0.5f};
    float[] shift = {255, 64};
    Style style = TestModels.publishAll(catalogue, "n", 2, FloatModels.styles(scale, shift)).get(1);
    for (int width : new int[] {16, 13}) {
      Frame source = noise(pool.take(width, 8, 0), 1);
      Frame target = pool.take(width, 8, 0);
      try (Stylizer stylizer = Stylizer.open(style, CPU)) {
        assertThat(stylizer.styles()).isEqualTo(2);
        stylizer.paint(source, target);
        assertThat(samples(target.v()))
            .isEqualTo(mapped(source.v(), b -> FloatModels.mapped(b, 0.5f, 64)));
        stylizer.paint(source, target, StyleMix.of(0.5f, 0.5f));
        assertThat(samples(target.y()))
            .isEqualTo(mapped(source.y(), b -> FloatModels.mapped(b, -0.25f, 159.5f)));
        assertThatThrownBy(() -> stylizer.paint(source, target, StyleMix.only(0, 3)))
            .isInstanceOf(Fault.class)
            .hasMessageContaining("3 style weights");
      }
      source.release();
      target.release();
    }
  }

  @Test
  void cardThatSaysAnotherNumberOfStylesIsNamed() {
    byte[] two = FloatModels.styles(new float[] {-1, 1}, new float[] {255, 1});
    assertThatThrownBy(() -> open(3, two))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style test")
        .hasMessageContaining("[any,2]")
        .hasMessageContaining("3");
    assertThatThrownBy(() -> open(2, TestModels.negative()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("no input \"style\"");
  }

  private Stylizer open(int styles, byte[] model) {
    Map<Precision, byte[]> models = Map.of(Precision.FP32, model);
    return Stylizer.open(TestModels.publish(catalogue, "test", styles, models), CPU);
  }

  /** The card says 4; pictures of 64x64 would hide that the network needs 8. */
  @Test
  void networkThatNeedsLargerMultiplesThanItsCardSaysIsNamed() {
    assertThatThrownBy(() -> open(FloatModels.blocksOf8()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style test")
        .hasMessageContaining("fails on a picture");
  }

  @Test
  void networksThatPaintNothingAreRefused() {
    assertThatThrownBy(() -> open(TestModels.unchanged()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("paints nothing");
    byte[] flat = FloatModels.styles(new float[] {0}, new float[] {7});
    assertThatThrownBy(() -> open(flat))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("all in one tone");
    byte[] nan = FloatModels.styles(new float[] {Float.NaN}, new float[] {7});
    assertThatThrownBy(() -> open(nan))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("all in one tone");
  }

  @Test
  void pictureThatOverflowsIsNamedAndTheNextIsPainted() {
    Frame source = noise(pool.take(64, 64, 0), 1);
    Frame target = pool.take(64, 64, 0);
    try (Stylizer stylizer = open(FloatModels.overflowing())) {
      assertThatThrownBy(() -> stylizer.paint(source, target))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("overflowed");
      for (int i = 0; i < 64 * 64; i++) {
        source.y().put(i, (byte) (source.y().get(i) & 127));
      }
      stylizer.paint(source, target);
      assertThat(samples(target.y())).isEqualTo(mapped(source.y(), b -> b / 2));
    }
    source.release();
    target.release();
  }

  @Test
  void demandedPrecisionIsUsedOrSaidToBeMissing() {
    Style style =
        TestModels.publish(
            catalogue,
            "test",
            1,
            Map.of(Precision.FP32, TestModels.negative(), Precision.INT8, TestModels.dilate()));
    try (Stylizer plain = Stylizer.open(style, CPU.withPrecision(Precision.FP32));
        Stylizer suited = Stylizer.open(style, CPU);
        Stylizer small = Stylizer.open(style, CPU.withPrecision(Precision.INT8))) {
      assertThat(plain.precision()).isEqualTo(Precision.FP32);
      assertThat(suited.precision())
          .isEqualTo(ByteProducts.areHere() ? Precision.INT8 : Precision.FP32);
      assertThat(small.precision()).isEqualTo(Precision.INT8);
      Frame source = noise(pool.take(8, 8, 0), 1);
      Frame target = pool.take(8, 8, 0);
      small.paint(source, target);
      assertThat(samples(target.y())).isEqualTo(dilated(source.y(), 8, 8));
      source.release();
      target.release();
    }
    assertThatThrownBy(() -> Stylizer.open(style, CPU.withPrecision(Precision.FP16)))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("style test has no fp16 network")
        .hasMessageContaining("fp32, int8");
  }
}
