package dev.allaprima.pipeline.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each control makes of a drawn scene and a drawn painting the picture that it made when its golden
 * picture was looked at. To make them anew, and look at them again:
 *
 * <pre>mvn -pl server/pipeline -am test -Dtest=ComposeGoldenTest -Dgolden.write=true \
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ComposeGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/compose");
  private static final int WIDTH = 161;
  private static final int HEIGHT = 107;
  private static final Controls PLAIN = Controls.of(StyleMix.of(1, 0));

  private static final Key SKY = new Key(Key.By.CHROMA, "#3070c0", 0.15, 0.2, false, Key.Show.OVER);

  @TempDir Path folder;

  /** A control by its name; the third of its frames is the picture. */
  record Case(String name, Controls controls) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> controls() {
    return Stream.of(
        new Case("mix", PLAIN.withMix(StyleMix.of(1, 1))),
        new Case("fade", PLAIN.withMix(StyleMix.of(0, 1)).withFade(0.25)),
        new Case("strength", PLAIN.withStrength(0.4)),
        new Case("original-colours", PLAIN.withOriginalColours(true)),
        new Case("render-scale", PLAIN.withRenderScale(0.5)),
        new Case("steadiness", PLAIN.withSteadiness(1)),
        new Case("split", PLAIN.withSplit(0.4)),
        // The sky's blue and the hills' brightness.
        new Case("key-over", PLAIN.withKey(SKY)),
        new Case("key-fill", PLAIN.withKey(with(SKY, Key.Show.FILL))),
        new Case("key-matte", PLAIN.withKey(with(Key.of(Key.By.LUMA), Key.Show.MATTE))),
        new Case("inset", PLAIN.withInset(new Inset("bottom-right", 0.4))),
        new Case("overlay", PLAIN));
  }

  private static Key with(Key key, Key.Show show) {
    return new Key(key.by(), key.colour(), key.threshold(), key.softness(), key.inverted(), show);
  }

  @ParameterizedTest
  @MethodSource("controls")
  void makesItsGoldenPicture(Case control) throws IOException {
    Path found = folder.resolve("found.png");
    Controls controls = control.controls();
    if (control.name().equals("overlay")) {
      Place place = Place.parse("bottom-right", 8);
      controls = controls.withOverlay(Overlay.read(badge(), place, 0.5, 0.9));
    }
    write(controls, found);
    Path golden = GOLDEN.resolve(control.name() + ".png");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.copy(found, golden, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(difference(found, golden)).as("greatest difference of a sample").isLessThan(4);
  }

  private void write(Controls controls, Path file) {
    try (FramePool pool = new FramePool("golden", 4);
        Composer composer = new Composer(PLAIN)) {
      composer.set(controls);
      Frame result = null;
      for (int i = 0; i < 3; i++) {
        if (result != null) {
          result.release();
        }
        Frame source = Scenes.scene(pool.take(WIDTH, HEIGHT, i * 100_000_000L));
        int seed = i;
        double flicker = controls.steadiness() > 0 ? 12 : 0;
        result = composer.paint(source, pool, (from, to, mix) -> paint(to, mix, flicker, seed));
        source.release();
      }
      PictureWriter.write(result, file, true);
      result.release();
      assertThat(pool.inUse()).isZero();
    }
  }

  /** Two styles: strokes, and a wash that is lighter at the top; with a flicker, in levels. */
  private static void paint(Frame target, StyleMix mix, double flicker, int seed) {
    Scenes.painting(target);
    for (int i = 0; i < target.width() * target.height(); i++) {
      double wash = 220 - 160.0 * i / (target.width() * target.height());
      target
          .y()
          .put(
              i,
              (byte) Math.round(mix.weight(0) * (target.y().get(i) & 255) + mix.weight(1) * wash));
    }
    Scenes.noisy(target, flicker, new Random(seed));
  }

  /** A round badge with a soft shine, on nothing. */
  private Path badge() throws IOException {
    BufferedImage image = new BufferedImage(120, 90, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setPaint(new GradientPaint(0, 0, new Color(255, 240, 120), 120, 90, new Color(200, 0, 60)));
    pen.fillOval(4, 4, 112, 82);
    pen.setColor(new Color(255, 255, 255, 120));
    pen.fillOval(24, 16, 50, 24);
    pen.dispose();
    Path file = folder.resolve("badge.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static int difference(Path a, Path b) throws IOException {
    BufferedImage found = ImageIO.read(a.toFile());
    BufferedImage golden = ImageIO.read(b.toFile());
    assertThat(found.getWidth()).isEqualTo(golden.getWidth()).isEqualTo(WIDTH);
    assertThat(found.getHeight()).isEqualTo(golden.getHeight()).isEqualTo(HEIGHT);
    int greatest = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      Color one = new Color(found.getRGB(i % WIDTH, i / WIDTH));
      Color other = new Color(golden.getRGB(i % WIDTH, i / WIDTH));
      greatest = Math.max(greatest, Math.abs(one.getRed() - other.getRed()));
      greatest = Math.max(greatest, Math.abs(one.getGreen() - other.getGreen()));
      greatest = Math.max(greatest, Math.abs(one.getBlue() - other.getBlue()));
    }
    return greatest;
  }
}
