package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An RGB picture in Java memory: the road between files and arrays.
 *
 * @param width pixels across
 * @param height pixels down
 * @param rgb interleaved R, G, B from 0 to 255, row by row: height·width·3
 */
public record Picture(int width, int height, float[] rgb) {

  /**
   * Reads a JPEG, PNG, GIF or BMP.
   *
   * @throws Fault if the file is missing or no picture
   */
  public static Picture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "the picture " + file + " is not there", "Check the path");
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw unreadable(file, e.getMessage(), e);
    }
    if (image == null) {
      throw unreadable(file, "unknown format", null);
    }
    return of(image);
  }

  private static Fault unreadable(Path file, String why, Throwable cause) {
    return Fault.of(
        INVALID,
        "the picture " + file + " cannot be read (" + why + ")",
        "Give a JPEG or PNG that other programs open",
        cause);
  }

  /** The same pixels; alpha is laid on white. */
  public static Picture of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = opaque.createGraphics();
    g.drawImage(image, 0, 0, java.awt.Color.WHITE, null);
    g.dispose();
    int[] pixels = opaque.getRGB(0, 0, width, height, null, 0, width);
    float[] rgb = new float[pixels.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = pixels[i] >> 16 & 255;
      rgb[3 * i + 1] = pixels[i] >> 8 & 255;
      rgb[3 * i + 2] = pixels[i] & 255;
    }
    return new Picture(width, height, rgb);
  }

  /** The first picture of an RGB array [N,H,W,3], clamped to 0..255 and rounded. */
  public static Picture of(INDArray array, int index) {
    INDArray one = array.slice(index, 0).dup('c');
    float[] rgb = one.data().asFloat();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = Math.round(Math.max(0, Math.min(255, rgb[i])));
    }
    return new Picture((int) one.size(1), (int) one.size(0), rgb);
  }

  /** The array [1,H,W,3]. */
  public INDArray toArray() {
    return Nd4j.create(rgb, new long[] {1, height, width, 3}, 'c').castTo(DataType.FLOAT);
  }

  /** As an image of Java's. */
  public BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int r = Math.round(rgb[3 * i]);
      int g = Math.round(rgb[3 * i + 1]);
      int b = Math.round(rgb[3 * i + 2]);
      image.setRGB(i % width, i / width, r << 16 | g << 8 | b);
    }
    return image;
  }

  /** The part of this picture that begins at (top, left). */
  public Picture cut(int top, int left, int cutHeight, int cutWidth) {
    float[] part = new float[3 * cutHeight * cutWidth];
    for (int row = 0; row < cutHeight; row++) {
      System.arraycopy(
          rgb, 3 * ((top + row) * width + left), part, 3 * row * cutWidth, 3 * cutWidth);
    }
    return new Picture(cutWidth, cutHeight, part);
  }

  /** This picture at another size; smaller by steps of one half, so that nothing is skipped. */
  public Picture resized(int newWidth, int newHeight) {
    BufferedImage image = toImage();
    while (image.getWidth() > 2 * newWidth && image.getHeight() > 2 * newHeight) {
      image = draw(image, image.getWidth() / 2, image.getHeight() / 2);
    }
    return of(draw(image, newWidth, newHeight));
  }

  /** This picture with its shorter side as said and both sides multiples of {@code multiple}. */
  public Picture withShortSide(int side, int multiple) {
    double factor = (double) side / Math.min(width, height);
    int w = (int) Math.max(1, Math.round(width * factor / multiple)) * multiple;
    int h = (int) Math.max(1, Math.round(height * factor / multiple)) * multiple;
    return resized(w, h);
  }

  private static BufferedImage draw(BufferedImage image, int width, int height) {
    BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = out.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return out;
  }

  /** This picture as JPEG. */
  public byte[] toJpeg() {
    return encode("jpg");
  }

  /** Writes a PNG. */
  public void writePng(Path file) {
    try {
      Files.write(file, encode("png"));
    } catch (IOException e) {
      throw Fault.of(
          Fault.Kind.UNAVAILABLE,
          "the picture " + file + " cannot be written (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
  }

  private byte[] encode(String format) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(toImage(), format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory takes every byte", e);
    }
  }
}
