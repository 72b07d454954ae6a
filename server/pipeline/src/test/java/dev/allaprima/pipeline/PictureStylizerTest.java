package dev.allaprima.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.stylize.Device;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.testing.Clips;
import dev.allaprima.pipeline.testing.SharedData;
import dev.allaprima.pipeline.testing.TestModels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a photo, made and judged by Java's own ImageIO. */
class PictureStylizerTest {
  private static final Device CPU = Device.select("cpu", 1);

  @TempDir Path folder;
  @TempDir Path catalogue;
  private Style style;

  @BeforeEach
  void publishStyle() {
    style = TestModels.publish(catalogue, "test", TestModels.dilate());
  }

  private BufferedImage paint(Path input, String output) throws IOException {
    Path file = folder.resolve(output);
    try (Engine engine = Engine.start(CPU)) {
      PictureStylizer.run(PictureStylizer.Job.of(input, file, false, style), engine);
    }
    return ImageIO.read(file.toFile());
  }

  /** Four quarters: red, green above; blue, white below. */
  private Path quarters(String name, String format, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean left = x < width / 2;
        Color above = left ? Color.RED : Color.GREEN;
        Color below = left ? Color.BLUE : Color.WHITE;
        image.setRGB(x, y, (y < height / 2 ? above : below).getRGB());
      }
    }
    File file = folder.resolve(name).toFile();
    assertThat(ImageIO.write(image, format, file)).isTrue();
    return file.toPath();
  }

  private static void assertColour(BufferedImage image, double x, double y, Color expected) {
    Color found =
        new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
    assertThat(found.getRed()).isCloseTo(expected.getRed(), within(12));
    assertThat(found.getGreen()).isCloseTo(expected.getGreen(), within(12));
    assertThat(found.getBlue()).isCloseTo(expected.getBlue(), within(12));
  }

  private static void assertQuarters(BufferedImage image) {
    assertColour(image, 0.25, 0.25, Color.RED);
    assertColour(image, 0.75, 0.25, Color.GREEN);
    assertColour(image, 0.25, 0.75, Color.BLUE);
    assertColour(image, 0.75, 0.75, Color.WHITE);
  }

  @ParameterizedTest
  @CsvSource({"png,out.png", "jpg,out.png", "png,out.jpg", "jpg,out.JPEG", "bmp,out.png"})
  void coloursAndSizeAreKeptWhereTheStyleLeavesThem(String format, String output)
      throws IOException {
    BufferedImage painted = paint(quarters("in." + format, format, 97, 61), output);
    assertThat(painted.getWidth()).isEqualTo(97);
    assertThat(painted.getHeight()).isEqualTo(61);
    assertQuarters(painted);
  }

  @Test
  void photoIsPainted() throws IOException {
    style = TestModels.publish(catalogue, "test", TestModels.negative());
    BufferedImage painted = paint(quarters("in.png", "png", 64, 64), "out.png");
    assertColour(painted, 0.75, 0.75, Color.BLACK);
    assertColour(painted, 0.25, 0.75, Color.YELLOW);
  }

  /** Orientation 6 is a camera held upright: the picture is stored lying on its left side. */
  @Test
  void exifOrientationIsApplied() throws IOException {
    Path plain = quarters("plain.jpg", "jpg", 96, 64);
    Path input = folder.resolve("in.jpg");
    Files.write(input, withOrientation(Files.readAllBytes(plain), 6));
    BufferedImage painted = paint(input, "out.png");
    assertThat(painted.getWidth()).isEqualTo(64);
    assertThat(painted.getHeight()).isEqualTo(96);
    assertColour(painted, 0.75, 0.25, Color.RED);
    assertColour(painted, 0.75, 0.75, Color.GREEN);
    assertColour(painted, 0.25, 0.25, Color.BLUE);
    assertColour(painted, 0.25, 0.75, Color.WHITE);
  }

  /** The JPEG with a segment behind its start that holds one Exif tag: the orientation. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    int[] exif = {
      0xff,
      0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    for (int b : exif) {
      out.write(b);
    }
    // ImageIO begins with a JFIF segment, which Exif takes the place of.
    int jfif = 2 + 2 + ((jpeg[4] & 255) << 8 | jpeg[5] & 255);
    out.write(jpeg, jfif, jpeg.length - jfif);
    return out.toByteArray();
  }

  @Test
  void videoIsNoPhotoAndPhotoIsNoVideo() throws IOException {
    Path video = Clips.make(folder, "in.mp4", 96, 64, 3, false, "-c:v", "libx264");
    assertThatThrownBy(() -> paint(video, "out.png"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("more than one picture")
        .hasMessageContaining(".mp4");
    Path photo = quarters("in.png", "png", 64, 64);
    assertThatThrownBy(
            () ->
                FileStylizer.run(
                    FileStylizer.Job.of(
                        photo, Target.of(folder.resolve("out.mp4"), false, null, -1), style),
                    CPU,
                    (frames, expected) -> {}))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("photo")
        .hasMessageContaining(".png");
    assertThat(folder).isDirectoryNotContaining("glob:**out.*");
  }

  @Test
  void existingOutputIsKept() throws IOException {
    Path photo = quarters("in.png", "png", 64, 64);
    Files.writeString(folder.resolve("out.png"), "mine");
    assertThatThrownBy(() -> paint(photo, "out.png"))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("--overwrite");
    assertThat(folder.resolve("out.png")).hasContent("mine");
  }

  /** The same photo stored in four ways, with the number of the way written on it. */
  @ParameterizedTest
  @ValueSource(ints = {3, 6, 8})
  void realPhotosStandUpright(int orientation) throws IOException {
    BufferedImage upright = paint(SharedData.file("photos/single/exif_portrait_1.jpg"), "1.png");
    Path input = SharedData.file("photos/single/exif_portrait_" + orientation + ".jpg");
    BufferedImage painted = paint(input, "out.png");
    assertThat(painted.getWidth()).isEqualTo(1200);
    assertThat(painted.getHeight()).isEqualTo(1800);
    double difference = 0;
    for (int y = 0; y < 1800; y += 10) {
      for (int x = 0; x < 1200; x += 10) {
        int one = new Color(upright.getRGB(x, y)).getGreen();
        difference += Math.abs(one - new Color(painted.getRGB(x, y)).getGreen());
      }
    }
    assertThat(difference / (180 * 120)).isLessThan(3);
  }
}
