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

  /** Pixels that bring a frame to other multiples of whatever a network folds. */
  private static final int MORE = 13;

  /** So few pixels are a frame whose normalisation a dozen more changes. */
  private static final int TINY = 128;

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

  /** A frame is painted as a part of one that is a little larger, whatever its size. */
  @TestFactory
  Stream<DynamicTest> everySizeIsPaintedWithoutSeams() {
    int[][] sizes = {
      {16, 16},
      {17, 16},
      {16, 31},
      {33, 65},
      {257, 301},
      {640, 360},
      {641, 359},
      {1279, 721},
      {1920, 1080}
    };
    return networks()
        .flatMap(
            styles -> {
              Style style = styles.get(0);
              return Stream.of(sizes)
                  .map(
                      size ->
                          DynamicTest.dynamicTest(
                              style.name() + " " + size[0] + "x" + size[1],
                              () -> requireNoSeams(style, size[0], size[1])));
            });
  }

  private static void requireNoSeams(Style style, int width, int height) {
    Painted small = Painted.by(style, StyleMix.only(style), width, height);
    Painted large = Painted.by(style, StyleMix.only(style), width + MORE, height + MORE);
    double sum = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        sum += Math.abs(small.at(row, column) - large.at(row, column));
      }
    }
    boolean tiny = Math.min(width, height) < TINY;
    assertThat(sum / (width * height))
        .as("mean difference from the larger frame's")
        .isLessThan(tiny ? 40 : 6);
    assertThat(small.spread()).as("range of luma").isGreaterThan(5);
    for (int column = 0; !tiny && column < width - 1; column++) {
      assertThat(small.columnStep(column, height))
          .as("step after column %d", column)
          .isLessThan(large.columnStep(column, height) + 10);
    }
    for (int row = 0; !tiny && row < height - 1; row++) {
      assertThat(small.rowStep(row, width))
          .as("step after row %d", row)
          .isLessThan(large.rowStep(row, width) + 10);
    }
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

    /** Mean step from a column to the next one, over so many rows. */
    double columnStep(int column, int rows) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += Math.abs(at(row, column + 1) - at(row, column));
      }
      return sum / rows;
    }

    /** Mean step from a row to the next one, over so many columns. */
    double rowStep(int row, int columns) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += Math.abs(at(row + 1, column) - at(row, column));
      }
      return sum / columns;
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
