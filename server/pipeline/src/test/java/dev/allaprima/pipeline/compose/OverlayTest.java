package dev.allaprima.pipeline.compose;

import static dev.allaprima.pipeline.testing.Pictures.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.testing.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {
  private static final int WHITE = 0xFFFFFFFF;
  private static final int GHOST = 0x00FF00FF;

  /** White's luma as swscale rounds it. */
  private static final int LUMA = 234;

  @TempDir Path folder;
  private final FramePool pool = new FramePool("test", 2);

  @AfterEach
  void noFrameLeaks() {
    assertThat(pool.inUse()).isZero();
  }

  /** A PNG of 12x8: the given colour on its left half, the other on its right. */
  private Path png(String name, int left, int right) throws IOException {
    BufferedImage image = new BufferedImage(12, 8, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 12; x++) {
        image.setRGB(x, y, x < 6 ? left : right);
      }
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static Frame grey(Frame frame) {
    return Scenes.draw(frame, (x, y) -> 100, (x, y) -> 90, (x, y) -> 170);
  }

  @Test
  void opaqueHidesAndTransparentShowsExactly() throws IOException {
    Overlay overlay = Overlay.read(png("a.png", WHITE, GHOST), Place.at(4, 2), 1, 1);
    Frame frame = Pictures.noise(pool.take(33, 21, 0), 3);
    int[] luma = samples(frame.y());
    int[] chroma = samples(frame.u());
    overlay.lieOver(frame);
    for (int i = 0; i < luma.length; i++) {
      boolean white = i % 33 >= 4 && i % 33 < 10 && i / 33 >= 2 && i / 33 < 10;
      assertThat(frame.y().get(i) & 255).as("sample %d", i).isEqualTo(white ? LUMA : luma[i]);
    }
    for (int i = 0; i < chroma.length; i++) {
      boolean white = i % 17 >= 2 && i % 17 < 5 && i / 17 >= 1 && i / 17 < 5;
      assertThat(frame.u().get(i) & 255).as("sample %d", i).isEqualTo(white ? 128 : chroma[i]);
    }
    frame.release();
  }

  @Test
  void halfTransparentIsHalfway() throws IOException {
    Path file = png("half.png", 0x80FFFFFF, 0x80000000);
    Frame frame = grey(pool.take(12, 8, 0));
    Overlay.read(file, Place.at(0, 0), 1, 1).lieOver(frame);
    assertThat(frame.y().get(0) & 255).isBetween(166, 169);
    assertThat(frame.y().get(11) & 255).isBetween(57, 59);
    assertThat(frame.u().get(0) & 255).isBetween(108, 110);
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({"0,100", "0.5,168", "1,235"})
  void opacityFadesTheWhole(double opacity, int luma) throws IOException {
    Frame frame = grey(pool.take(12, 8, 0));
    Overlay.read(png("a.png", WHITE, WHITE), Place.at(0, 0), 1, opacity).lieOver(frame);
    assertThat(frame.y().get(20) & 255).isBetween(luma - 1, luma + 1);
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({"-6,-4", "30,20", "-40,0", "0,90", "26,-2"})
  void whatLiesOutsideIsCutOff(int x, int y) throws IOException {
    Frame frame = grey(pool.take(33, 21, 0));
    Overlay.read(png("a.png", WHITE, WHITE), Place.at(x, y), 1, 1).lieOver(frame);
    for (int i = 0; i < 33 * 21; i++) {
      boolean inside = i % 33 >= x && i % 33 < x + 12 && i / 33 >= y && i / 33 < y + 8;
      assertThat(frame.y().get(i) & 255).as("sample %d", i).isEqualTo(inside ? LUMA : 100);
    }
    frame.release();
  }

  @Test
  void scaleChangesItsSizeAndHiddenColoursDoNotBleed() throws IOException {
    Overlay overlay = Overlay.read(png("a.png", WHITE, GHOST), Place.at(0, 0), 4, 1);
    Frame frame = Scenes.draw(pool.take(48, 32, 0), (x, y) -> 235, (x, y) -> 128, (x, y) -> 128);
    overlay.lieOver(frame);
    // White, over white: the edge must be neither dark nor purple.
    assertThat(Arrays.stream(samples(frame.y()))).allMatch(s -> Math.abs(s - 235) <= 2);
    assertThat(Arrays.stream(samples(frame.u()))).allMatch(s -> Math.abs(s - 128) <= 2);
    frame.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.png", "o'v er:[1],x;=\\.png", "ü.png", "100%.png"})
  void nameMayHoldAnything(String name) throws IOException {
    Frame frame = grey(pool.take(12, 8, 0));
    Overlay.read(png(name, WHITE, WHITE), Place.at(0, 0), 1, 1).lieOver(frame);
    assertThat(samples(frame.y())).containsOnly(LUMA);
    frame.release();
  }

  @Test
  void whatIsNoPictureIsOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.png"), "not a picture at all");
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    for (Path file : new Path[] {text, empty, folder, folder.resolve("none.png")}) {
      assertThatThrownBy(() -> Overlay.read(file, Place.at(0, 0), 1, 1))
          .isInstanceOf(Fault.class)
          .hasMessageContaining("overlay " + file)
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  @Test
  void numbersOutOfRangeAreNamed() throws IOException {
    Path file = png("a.png", WHITE, WHITE);
    assertThatThrownBy(() -> Overlay.read(file, Place.at(0, 0), 0, 1))
        .hasMessageContaining("overlay scale is 0.0");
    assertThatThrownBy(() -> Overlay.read(file, Place.at(0, 0), 1, 1.1))
        .hasMessageContaining("overlay opacity is 1.1");
  }
}
