package dev.allaprima.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.SharedData;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  @TempDir Path folder;

  private Picture written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return Picture.read(file);
  }

  private static void assertPixel(Picture picture, int x, int y, double r, double g, double b) {
    int at = 3 * (y * picture.width() + x);
    double[] found = {picture.rgb()[at], picture.rgb()[at + 1], picture.rgb()[at + 2]};
    assertThat(found).containsExactly(new double[] {r, g, b}, within(2.0));
  }

  @Test
  void greyLevelsAreTakenAsTheyAre() throws IOException {
    BufferedImage bytes = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    bytes.getRaster().setSample(1, 2, 0, 100);
    assertPixel(written(bytes, "png"), 1, 2, 100, 100, 100);
    BufferedImage shorts = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    shorts.getRaster().setSample(1, 2, 0, 100 * 257);
    assertPixel(written(shorts, "png"), 1, 2, 100, 100, 100);
    BufferedImage bits = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSample(1, 2, 0, 1);
    assertPixel(written(bits, "png"), 1, 2, 255, 255, 255);
    assertPixel(written(bits, "png"), 0, 0, 0, 0, 0);
    BufferedImage photo = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(
        ((java.awt.image.DataBufferByte) photo.getRaster().getDataBuffer()).getData(), (byte) 60);
    assertPixel(written(photo, "jpg"), 8, 8, 60, 60, 60);
  }

  @Test
  void alphaIsLaidOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff204060);
    image.setRGB(1, 0, 0x80000000);
    Picture picture = written(image, "png");
    assertPixel(picture, 0, 0, 0x20, 0x40, 0x60);
    assertPixel(picture, 1, 0, 127, 127, 127);
    assertPixel(picture, 2, 0, 255, 255, 255);
    var grey =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = grey.createCompatibleWritableRaster(4, 4);
    raster.setPixel(1, 1, new int[] {100, 255});
    raster.setPixel(2, 1, new int[] {0, 51});
    picture = written(new BufferedImage(grey, raster, false, null), "png");
    assertPixel(picture, 1, 1, 100, 100, 100);
    assertPixel(picture, 2, 1, 204, 204, 204);
    assertPixel(picture, 3, 1, 255, 255, 255);
  }

  @Test
  void sixteenBitsAndPalettes() throws IOException {
    var deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(4, 4);
    raster.setPixel(1, 1, new int[] {200 * 257, 100 * 257, 50 * 257});
    assertPixel(written(new BufferedImage(deep, raster, false, null), "png"), 1, 1, 200, 100, 50);
    BufferedImage palette = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(3, 1, 0xffcc3300);
    assertPixel(written(palette, "png"), 3, 1, 0xcc, 0x33, 0);
  }

  @Test
  void aProfileIsHeeded() throws IOException {
    var linear =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = linear.createCompatibleWritableRaster(4, 4);
    raster.setPixel(1, 1, new int[] {55, 55, 55});
    // 55/255 of full light is 128/255 in sRGB.
    Picture picture = Picture.of(new BufferedImage(linear, raster, false, null));
    assertPixel(picture, 1, 1, 128, 128, 128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "ycck.jpg"})
  void inksBecomeLight(String name) throws IOException {
    Path file = folder.resolve(name);
    try (var in = getClass().getResourceAsStream("/pictures/" + name)) {
      Files.copy(in, file);
    }
    Picture picture = Picture.read(file);
    assertPixel(picture, 16, 16, 254, 0, 0);
    assertPixel(picture, 48, 16, 0, 254, 0);
    assertPixel(picture, 16, 48, 0, 0, 254);
    assertPixel(picture, 48, 48, 128, 128, 128);
  }

  /** Corners of the stored picture: 0 top left, 1 top right, 2 bottom left, 3 bottom right. */
  @ParameterizedTest
  @CsvSource({"1,0,1", "2,1,0", "3,3,2", "4,2,3", "5,0,2", "6,2,0", "7,3,1", "8,1,3"})
  void isTurnedUpright(int orientation, int topLeft, int topRight) throws IOException {
    Color[] corners = {Color.RED, Color.GREEN, Color.BLUE, Color.BLACK};
    BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    for (int i = 0; i < 4; i++) {
      g.setColor(corners[i]);
      g.fillRect(i % 2 * 32, i / 2 * 16, 32, 16);
    }
    g.dispose();
    Path file = folder.resolve("turned.jpg");
    Files.write(file, withOrientation(Picture.of(image).toJpeg(), orientation));
    Picture picture = Picture.read(file);
    assertThat(picture.width()).isEqualTo(orientation < 5 ? 64 : 32);
    assertThat(picture.height()).isEqualTo(orientation < 5 ? 32 : 64);
    assertColour(picture, 4, corners[topLeft]);
    assertColour(picture, picture.width() - 5, corners[topRight]);
  }

  private static void assertColour(Picture picture, int x, Color colour) {
    int at = 3 * (4 * picture.width() + x);
    assertThat((double) picture.rgb()[at]).isCloseTo(colour.getRed(), within(20.0));
    assertThat((double) picture.rgb()[at + 1]).isCloseTo(colour.getGreen(), within(20.0));
    assertThat((double) picture.rgb()[at + 2]).isCloseTo(colour.getBlue(), within(20.0));
  }

  /** The JPEG with an EXIF segment of one entry behind its first marker. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 1);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0});
    out.write(tiff.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  @Test
  void publishedPortraitsStandUpright() {
    Path photos = SharedData.folder("photos/single");
    assumeTrue(photos != null, "skipped: there is no shared/data beside the project");
    for (int orientation : new int[] {1, 3, 6, 8}) {
      Picture picture = Picture.read(photos.resolve("exif_portrait_" + orientation + ".jpg"));
      assertThat(picture.height()).isGreaterThan(picture.width());
    }
  }

  @Test
  void brokenFilesAreFaults() throws IOException {
    Path file = folder.resolve("a.jpg");
    refused(file, "is not there");
    Files.writeString(file, "no picture");
    refused(file, "a.jpg cannot be read: it is no JPEG");
    byte[] jpeg = Drawn.picture(200, 160, 1).toJpeg();
    Files.write(file, Arrays.copyOf(jpeg, jpeg.length / 2));
    refused(file, "a.jpg cannot be read: it is cut short");
    Files.write(file, Arrays.copyOf(jpeg, 30));
    refused(file, "a.jpg cannot be read");
    Path png = folder.resolve("a.png");
    Drawn.picture(200, 160, 1).writePng(png);
    Files.write(png, Arrays.copyOf(Files.readAllBytes(png), 2000));
    refused(png, "a.png cannot be read");
  }

  private static void refused(Path file, String text) {
    assertThatThrownBy(() -> Picture.read(file))
        .isInstanceOf(Fault.class)
        .hasMessageContaining(text);
  }

  @Test
  void hugePicturesAreReadAtAFraction() throws IOException {
    BufferedImage image = new BufferedImage(9000, 6000, BufferedImage.TYPE_BYTE_BINARY);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 4500, 6000);
    g.dispose();
    Path file = folder.resolve("huge.png");
    ImageIO.write(image, "png", file.toFile());
    Picture picture = PictureReader.read(file, 500);
    // Every second pixel is read, then the means of 6 by 6.
    assertThat(picture.width()).isEqualTo(750);
    assertThat(picture.height()).isEqualTo(500);
    assertPixel(picture, 100, 250, 255, 255, 255);
    assertPixel(picture, 600, 250, 0, 0, 0);
  }
}
