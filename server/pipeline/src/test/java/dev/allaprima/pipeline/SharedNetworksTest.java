package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import dev.allaprima.pipeline.testing.DrawnScene;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What shipped networks of several styles owe to those who mix styles and to frames of any size.
 */
class SharedNetworksTest {
  private static final Path STYLES = Path.of("../../models/styles");

  private static final Device CPU = Device.select("cpu", 0).withPrecision(Precision.FP32);

  /** Further than any shipped network looks. */
  private static final int SIGHT = 128;

  private static Stream<List<Style>> networks() {
    assumeTrue(Files.isDirectory(STYLES), "skipped: there is no " + STYLES);
    List<Style> styles = Catalogue.at(STYLES).list().styles();
    List<List<Style>> networks =
        styles.stream().collect(Collectors.groupingBy(s -> s.network().folder())).values().stream()
            .filter(one -> one.size() > 1)
            .toList();
    assumeTrue(!networks.isEmpty(), "skipped: no network of several styles in " + STYLES);
    return networks.stream();
  }

  @TestFactory
  Stream<DynamicTest> twoStylesAtHalfAndHalfPaintAsCalmlyAsEach() {
    return networks().flatMap(SharedNetworksTest::pairs);
  }

  private static Stream<DynamicTest> pairs(List<Style> styles) {
    List<Painted> alone = new ArrayList<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (Style style : styles) {
      alone.add(Painted.by(style, StyleMix.only(style), 480, 270));
    }
    for (int i = 0; i < styles.size(); i++) {
      for (int j = 0; j < i; j++) {
        Style a = styles.get(i);
        Style b = styles.get(j);
        Painted first = alone.get(i);
        Painted second = alone.get(j);
        StyleMix half = StyleMix.only(a).toward(StyleMix.only(b), 0.5);
        tests.add(
            DynamicTest.dynamicTest(
                a.name() + " and " + b.name(),
                () -> requireBetween(Painted.by(a, half, 480, 270), first, second)));
      }
    }
    return tests.stream();
  }

  private static void requireBetween(Painted mixed, Painted first, Painted second) {
    assertThat(mixed.variation())
        .as("total variation beside that of the two styles")
        .isLessThan(1.3 * Math.max(first.variation(), second.variation()))
        .isGreaterThan(0.5 * Math.min(first.variation(), second.variation()));
    assertThat(mixed.spread())
        .as("range of luma beside that of the two styles")
        .isGreaterThan(0.5 * Math.min(first.spread(), second.spread()));
    assertThat(mixed.clipped())
        .as("share of luma at its ends")
        .isLessThan(0.02 + 2 * Math.max(first.clipped(), second.clipped()));
  }

  /** Away from its borders a painting is the same however large the frame is. */
  @TestFactory
  Stream<DynamicTest> everySizePaintsTheSamePicture() {
    int[][] sizes = {
      {16, 16}, {17, 16}, {16, 31}, {33, 65}, {257, 301}, {640, 360}, {641, 359}, {1279, 721}
    };
    return networks()
        .flatMap(
            styles -> {
              Style style = styles.get(0);
              Painted large = Painted.by(style, StyleMix.only(style), 1920, 1080);
              return Stream.of(sizes)
                  .map(
                      size ->
                          DynamicTest.dynamicTest(
                              style.name() + " " + size[0] + "x" + size[1],
                              () -> requirePartOf(large, style, size[0], size[1])));
            });
  }

  private static void requirePartOf(Painted large, Style style, int width, int height) {
    Painted small = Painted.by(style, StyleMix.only(style), width, height);
    double sum = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int difference = Math.abs(small.at(row, column) - large.at(row, column));
        sum += difference;
        if (row < height - SIGHT && column < width - SIGHT) {
          assertThat(difference).as("at row %d, column %d", row, column).isLessThanOrEqualTo(1);
        }
      }
    }
    // Near the new borders it paints what it cannot see otherwise, but no frame of another tone.
    assertThat(sum / (width * height)).as("mean difference").isLessThan(12);
  }

  /** The luma of a drawn scene, painted. */
  private record Painted(int width, int height, byte[] luma) {
    static Painted by(Style style, StyleMix mix, int width, int height) {
      try (FramePool pool = new FramePool("shared", 2);
          Stylizer stylizer = Stylizer.open(style, CPU)) {
        Frame source = DrawnScene.onto(pool.take(width, height, 0), 480, 270);
        Frame target = pool.take(width, height, 0);
        stylizer.paint(source, target, mix);
        ByteBuffer y = target.y().duplicate();
        byte[] luma = new byte[width * height];
        y.position(0).get(luma);
        source.release();
        target.release();
        return new Painted(width, height, luma);
      }
    }

    int at(int row, int column) {
      return luma[row * width + column] & 0xff;
    }

    /** Mean step from a sample to the next ones right and down. */
    double variation() {
      double sum = 0;
      for (int row = 0; row < height - 1; row++) {
        for (int column = 0; column < width - 1; column++) {
          sum += Math.abs(at(row, column) - at(row, column + 1));
          sum += Math.abs(at(row, column) - at(row + 1, column));
        }
      }
      return sum / (width * height);
    }

    /** Standard deviation. */
    double spread() {
      double sum = 0;
      double squares = 0;
      for (byte sample : luma) {
        sum += sample & 0xff;
        squares += (sample & 0xff) * (sample & 0xff);
      }
      double mean = sum / luma.length;
      return Math.sqrt(squares / luma.length - mean * mean);
    }

    /** Share of samples blacker than black or whiter than white (BT.601: 16 and 235). */
    double clipped() {
      int count = 0;
      for (byte sample : luma) {
        int value = sample & 0xff;
        count += value < 16 || value > 235 ? 1 : 0;
      }
      return (double) count / luma.length;
    }
  }
}
