package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  private static Picture grey(int width, int height, IntBinaryOperator level) {
    float[] rgb = new float[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = level.applyAsInt(i / 3 % width, i / 3 / width);
    }
    return new Picture(width, height, rgb);
  }

  @Test
  void stripesTooFineForTheNewSizeBecomeTheirMean() {
    Picture stripes = grey(120, 90, (x, y) -> (x + y) % 2 * 200);
    for (int newWidth : new int[] {60, 53, 31}) {
      for (float value : stripes.resized(newWidth, newWidth).rgb()) {
        assertThat(value).isCloseTo(100f, within(8f));
      }
    }
  }

  @Test
  void slopesStaySlopes() {
    Picture slope = grey(50, 40, (x, y) -> 4 * x + y);
    for (int factor : new int[] {1, 2, 3}) {
      assertSlope(slope.resized(50 * factor, 40 * factor), factor);
    }
    assertSlope(slope.resized(25, 20), 0.5);
    assertSlope(slope.resized(20, 16), 0.4);
  }

  private static void assertSlope(Picture scaled, double factor) {
    // At the borders the filter sees one side only.
    int margin = (int) Math.ceil(2 * Math.max(1, factor));
    for (int y = margin; y < scaled.height() - margin; y++) {
      for (int x = margin; x < scaled.width() - margin; x++) {
        double expected = 4 * ((x + 0.5) / factor - 0.5) + (y + 0.5) / factor - 0.5;
        assertThat((double) scaled.rgb()[3 * (y * scaled.width() + x)])
            .isCloseTo(expected, within(0.3));
      }
    }
  }

  @Test
  void edgesDoNotLeaveTheRange() {
    Picture edge = grey(20, 20, (x, y) -> x < 10 ? 0 : 255);
    for (float value : edge.resized(47, 31).rgb()) {
      assertThat(value).isBetween(0f, 255f);
    }
  }
}
