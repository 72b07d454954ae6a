package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
   * Reads a JPEG (CMYK too), PNG, GIF, BMP or TIFF, turned upright by its EXIF.
   *
   * @throws Fault if the file is missing, no picture or broken
   */
  public static Picture read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "the picture " + file + " is not there", "Check the path");
    }
    try {
      return PictureReader.read(file, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw Fault.of(
          INVALID,
          "the picture " + file + " cannot be read: " + e.getMessage(),
          "Give a JPEG or PNG that other programs open",
          e);
    }
  }

  /**
   * The JPEG and PNG files of a folder, in the order of their names.
   *
   * @throws Fault if the folder is missing or can't be read
   */
  public static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Fault.of(NOT_FOUND, "the folder " + folder + " is not there", "Check it");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .toLowerCase(Locale.ROOT)
                      .matches(".*\\.(jpe?g|png)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Fault.of(
          INVALID, "the folder " + folder + " cannot be read (" + e + ")", "Check it", e);
    }
  }

  /** The same pixels; alpha is laid on white. */
  public static Picture of(BufferedImage image) {
    return PictureReader.rgb(image, 1);
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

  /** This picture seen in a mirror. */
  Picture mirrored() {
    float[] turned = new float[rgb.length];
    for (int i = 0; i < width * height; i++) {
      System.arraycopy(rgb, 3 * i, turned, 3 * (i + width - 1 - 2 * (i % width)), 3);
    }
    return new Picture(width, height, turned);
  }

  /** This picture at another size, by a cubic filter that does not alias. */
  public Picture resized(int newWidth, int newHeight) {
    return newWidth == width && newHeight == height
        ? this
        : new Picture(newWidth, newHeight, Resampler.scale(this, newWidth, newHeight));
  }

  /** This picture with its shorter side as said and both sides multiples of {@code multiple}. */
  public Picture withShortSide(int side, int multiple) {
    double factor = (double) side / Math.min(width, height);
    int w = (int) Math.max(1, Math.round(width * factor / multiple)) * multiple;
    int h = (int) Math.max(1, Math.round(height * factor / multiple)) * multiple;
    return resized(w, h);
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
