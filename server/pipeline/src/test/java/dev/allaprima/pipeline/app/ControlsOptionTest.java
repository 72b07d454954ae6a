package dev.allaprima.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.FloatModels;
import dev.allaprima.pipeline.testing.TestModels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controls of {@code stylize}, from the command line into the file. */
class ControlsOptionTest extends CommandRun {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;
  private static final int LUMA = WIDTH * HEIGHT;

  private List<byte[]> painted(int frames, String... options) {
    assertThat(stylize(clip("in.mp4", frames), "out.mp4", options)).as("%s", err).isZero();
    return Clips.frames(folder.resolve("out.mp4"), WIDTH, HEIGHT);
  }

  private static double difference(byte[] a, byte[] b, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs((a[i] & 255) - (b[i] & 255));
    }
    return (double) sum / (to - from);
  }

  /** Of the lower half, which shows the same in every frame of a clip. */
  private static double mean(byte[] frame) {
    return difference(frame, new byte[frame.length], LUMA / 2, LUMA);
  }

  private Path square() throws IOException {
    BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 20, 20);
    pen.dispose();
    Path file = folder.resolve("square.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void strengthZeroIsTheOriginal() {
    List<byte[]> found = painted(5, "--strength", "0", "--crf", "1");
    List<byte[]> source = Clips.frames(folder.resolve("in.mp4"), WIDTH, HEIGHT);
    for (int i = 0; i < 5; i++) {
      assertThat(difference(found.get(i), source.get(i), 0, LUMA)).isLessThan(1);
    }
  }

  @Test
  void originalColoursAreTheOriginalsAndTheRestIsPainted() {
    List<byte[]> found = painted(3, "--original-colours", "--crf", "1");
    byte[] source = Clips.frame(2, WIDTH, HEIGHT);
    assertThat(difference(found.get(2), source, LUMA, source.length)).isLessThan(3);
    assertThat(Clips.numberOfNegative(found.get(2), WIDTH, HEIGHT)).isEqualTo(2);
  }

  @Test
  void controlsTogetherKeepEveryFrame() throws IOException {
    List<byte[]> found =
        painted(
            8,
            "--render-scale",
            "0.5",
            "--steadiness",
            "0.5",
            "--strength",
            "0.9",
            "--overlay",
            square().toString(),
            "--overlay-at",
            "0,44",
            "--overlay-scale",
            "0.5");
    for (int i = 0; i < 8; i++) {
      assertThat(Clips.numberOfNegative(found.get(i), WIDTH, HEIGHT)).isEqualTo(i);
      assertThat(found.get(i)[50 * WIDTH + 5] & 255)
          .as("overlay of frame %d", i)
          .isGreaterThan(225);
    }
  }

  @Test
  void photoHasItsControls() throws IOException {
    Path photo = square();
    assertThat(stylize(photo, "plain.png")).as("%s", err).isZero();
    assertThat(stylize(photo, "same.png", "--strength", "0")).as("%s", err).isZero();
    assertThat(ImageIO.read(folder.resolve("plain.png").toFile()).getRGB(9, 9) & 255)
        .isLessThan(30);
    assertThat(ImageIO.read(folder.resolve("same.png").toFile()).getRGB(9, 9) & 255)
        .isGreaterThan(225);
  }

  @Test
  void fadeTurnsFromTheStyleToTheMix() {
    // Two styles that darken and brighten.
    TestModels.publishAll(
        styles, "duo", 2, FloatModels.styles(new float[] {0.5f, 1}, new float[] {0, 60}));
    List<byte[]> found =
        painted(30, "--style", "duo-0", "--mix", "duo-1=1", "--fade", "1", "--crf", "10");
    assertThat(mean(found.get(25)) - mean(found.get(0))).isGreaterThan(60);
    for (int i = 5; i <= 25; i += 5) {
      assertThat(mean(found.get(i))).as("frame %d", i).isGreaterThan(mean(found.get(i - 5)) + 5);
    }
    assertThat(mean(found.get(29))).isBetween(mean(found.get(26)) - 2, mean(found.get(26)) + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "--strength,1.5,strength is 1.5",
    "--steadiness,-1,steadiness is -1.0",
    "--render-scale,0.1,renderScale is 0.1",
    "--overlay,none.png,overlay none.png is no file",
    "--fade,2,--fade has nothing to turn to",
    "--mix,nobody=1,there is no style \"nobody\"",
    "--mix,negative=0,weighs 0.0",
    "--mix,other=1,not all of one network"
  })
  void whatIsWrongIsOneLine(String option, String value, String words) throws IOException {
    TestModels.publish(styles, "other", TestModels.dilate());
    Path input = clip("in.mp4", 2);
    assertOneLine(stylize(input, "out.mp4", option, value), 1, words);
    assertThat(files()).containsExactly("in.mp4");
  }

  @Test
  void overlayThatIsNoPictureAndPlaceThatIsNoneAreOneLine() throws IOException {
    Path text = Files.writeString(styles.resolve("notes.png"), "no picture");
    Path input = clip("in.mp4", 2);
    assertOneLine(
        stylize(input, "out.mp4", "--overlay", text.toString()), 1, "cannot be read as a picture");
    err.getBuffer().setLength(0);
    assertOneLine(
        stylize(input, "out.mp4", "--overlay", text.toString(), "--overlay-at", "middle"),
        1,
        "\"middle\"");
  }

  @Test
  void weightThatIsNoNumberIsAUsageError() {
    assertOneLine(stylize(clip("in.mp4", 2), "out.mp4", "--mix", "negative=much"), 2, "--mix");
  }
}
