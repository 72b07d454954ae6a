package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Stylizer;
import dev.allaprima.pipeline.testing.DrawnScene;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every style of the catalogue keeps the frame contract; those that are shipped paint a drawn
 * picture as they did when their golden picture was made, but for what processors round
 * differently. After a style was trained anew its golden picture is made anew, and looked at before
 * it is committed:
 *
 * <pre>mvn -pl server/pipeline -am test -Dtest=ShippedStylesTest -Dgolden.write=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ShippedStylesTest {
  private static final Path STYLES = Path.of("../../models/styles");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** Of one precision wherever the test runs. */
  private static final Device CPU = Device.select("cpu", 1).withPrecision(Precision.FP32);

  /** No multiples of anything: padding and cropping are part of the picture. */
  private static final int WIDTH = 253;

  private static final int HEIGHT = 187;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> paintAsTheirGoldenPictures() {
    assumeTrue(Files.isDirectory(STYLES), "skipped: there is no " + STYLES);
    List<Style> styles = Catalogue.at(STYLES).list().styles();
    assumeTrue(!styles.isEmpty(), "skipped: no style in " + STYLES);
    return styles.stream()
        .map(style -> DynamicTest.dynamicTest(style.name(), () -> paintsAsGolden(style)));
  }

  /** In this runtime: the one that they were exported by is another. */
  @TestFactory
  Stream<DynamicTest> paintTheSameInEveryPrecision() {
    assumeTrue(Files.isDirectory(STYLES), "skipped: there is no " + STYLES);
    return Catalogue.at(STYLES).list().styles().stream()
        .flatMap(
            style ->
                style.network().card().sha256().keySet().stream()
                    .filter(precision -> precision != Precision.FP32)
                    .map(
                        precision ->
                            DynamicTest.dynamicTest(
                                style.name() + " " + precision,
                                () -> paintsAlike(style, precision))));
  }

  private void paintsAlike(Style style, Precision precision) throws IOException {
    Path expected = folder.resolve(style.name() + " beside " + precision + ".png");
    Path found = folder.resolve(style.name() + " " + precision + ".png");
    paint(style, CPU, expected);
    paint(style, CPU.withPrecision(precision), found);
    // A full network's strokes have more contrast: where one is moved a little, more differs.
    boolean full = style.network().card().kind().equals("johnson");
    double int8 = full ? 6 : 3;
    double fp16 = full ? 0.3 : 0.1;
    assertThat(meanDifference(ImageIO.read(found.toFile()), ImageIO.read(expected.toFile())))
        .as("mean difference of a sample from fp32")
        .isLessThan(precision == Precision.INT8 ? int8 : fp16);
  }

  @Test
  void areAllSound() {
    assumeTrue(Files.isDirectory(STYLES), "skipped: there is no " + STYLES);
    assertThat(Catalogue.at(STYLES).list().faults()).isEmpty();
  }

  private void paintsAsGolden(Style style) throws IOException {
    Path golden = GOLDEN.resolve(style.name() + ".png");
    Path painted = folder.resolve(style.name() + ".png");
    paint(style, CPU, painted);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.copy(painted, golden, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assumeTrue(Files.exists(golden), "skipped: no " + golden + ", see how this test makes it");
    assertClose(ImageIO.read(painted.toFile()), ImageIO.read(golden.toFile()));
  }

  private static void assertClose(BufferedImage found, BufferedImage golden) {
    assertThat(found.getWidth()).isEqualTo(golden.getWidth()).isEqualTo(WIDTH);
    assertThat(found.getHeight()).isEqualTo(golden.getHeight()).isEqualTo(HEIGHT);
    double spread = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        spread += Math.abs(new Color(golden.getRGB(x, y)).getGreen() - 128);
      }
    }
    assertThat(spread / (WIDTH * HEIGHT)).as("golden picture is no plain grey").isGreaterThan(5);
    assertThat(meanDifference(found, golden)).as("mean difference of a sample").isLessThan(0.5);
  }

  private static double meanDifference(BufferedImage found, BufferedImage expected) {
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color a = new Color(found.getRGB(x, y));
        Color b = new Color(expected.getRGB(x, y));
        sum += Math.abs(a.getRed() - b.getRed());
        sum += Math.abs(a.getGreen() - b.getGreen());
        sum += Math.abs(a.getBlue() - b.getBlue());
      }
    }
    return sum / (3 * WIDTH * HEIGHT);
  }

  private static void paint(Style style, Device device, Path output) {
    try (FramePool pool = new FramePool("golden", 2);
        Stylizer stylizer = Stylizer.open(style, device)) {
      Frame source = DrawnScene.onto(pool.take(WIDTH, HEIGHT, 0), WIDTH, HEIGHT);
      Frame target = pool.take(WIDTH, HEIGHT, 0);
      stylizer.paint(source, target);
      PictureWriter.write(target, output, false);
      source.release();
      target.release();
    }
  }
}
