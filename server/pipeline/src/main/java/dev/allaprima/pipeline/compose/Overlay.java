package dev.allaprima.pipeline.compose;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A picture that lies over every frame, read and converted once. Immutable; many streams may share
 * one.
 *
 * <p>It is kept as it looks on black, in I420, so that with {@code a} its opacity at a sample a
 * frame's sample {@code s} becomes {@code onBlack + (1 − a)(s − black)}: the <i>over</i> operator
 * with premultiplied alpha of Porter and Duff (<i>Compositing Digital Images</i>, 1984, section
 * 4.3), black being Y 16, U and V 128.
 */
public final class Overlay {
  private static final int BLACK_Y = 16;
  private static final int BLACK_UV = 128;

  private final String name;
  private final Place place;
  private final Picture picture;

  /**
   * A picture of even width and height.
   *
   * @param y luma on black, {@code width × height}
   * @param u chroma on black, {@code width/2 × height/2}
   * @param v likewise
   * @param opacity of the luma's samples, 0 to 255
   * @param chromaOpacity of the chroma's samples
   */
  record Picture(
      int width, int height, byte[] y, byte[] u, byte[] v, byte[] opacity, byte[] chromaOpacity) {}

  private Overlay(String name, Place place, Picture picture) {
    this.name = name;
    this.place = place;
    this.picture = picture;
  }

  /**
   * Reads a picture.
   *
   * @param file PNG, WebP or whatever FFmpeg reads; what is transparent in it stays so
   * @param scale its size in the frame by its own, above 0 to 16
   * @param opacity 0 (not to be seen) to 1 (as the picture has it)
   * @throws Fault if the file is no picture or a number is out of its range
   */
  public static Overlay read(Path file, Place place, double scale, double opacity) {
    return read(file, file.toString(), place, scale, opacity);
  }

  /**
   * The same of a file that has no name to speak of.
   *
   * @param name what it is called in messages
   */
  public static Overlay read(Path file, String name, Place place, double scale, double opacity) {
    Controls.require("overlay scale", scale, OverlayReader.SMALLEST_SCALE, 16);
    Controls.require("overlay opacity", opacity, 0, 1);
    return new Overlay(name, place, OverlayReader.read(file, name, scale, opacity));
  }

  /** Lays the picture over the borrowed frame; what would lie outside of it is cut off. */
  void lieOver(Frame frame) {
    int x = place.x(picture.width, frame.width());
    int y = place.y(picture.height, frame.height());
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    lay(picture.y, picture.opacity, picture.width, BLACK_Y, frame.y(), frame.width(), x, y);
    int half = picture.width / 2;
    lay(picture.u, picture.chromaOpacity, half, BLACK_UV, frame.u(), w, x / 2, y / 2);
    lay(picture.v, picture.chromaOpacity, half, BLACK_UV, frame.v(), w, x / 2, y / 2);
  }

  private static void lay(
      byte[] over,
      byte[] opacity,
      int width,
      int black,
      ByteBuffer plane,
      int stride,
      int x,
      int y) {
    int rows = plane.remaining() / stride;
    int height = over.length / width;
    int left = Math.max(0, -x);
    int right = Math.min(width, stride - x);
    for (int row = Math.max(0, -y); row < Math.min(height, rows - y); row++) {
      int from = row * width;
      int to = (y + row) * stride + x;
      for (int column = left; column < right; column++) {
        int a = opacity[from + column] & 255;
        // 0 to 255 becomes 0 to 256, so that both ends are exact.
        int rest = 256 - (a + (a >> 7));
        int below = (plane.get(to + column) & 255) - black;
        int sample = (over[from + column] & 255) + (below * rest + 128 >> 8);
        plane.put(to + column, (byte) Math.max(0, Math.min(255, sample)));
      }
    }
  }

  /** Its name, its place, and a checksum of what is in it: two that look the same read the same. */
  @Override
  public String toString() {
    CRC32 sum = new CRC32();
    for (byte[] plane : List.of(picture.y, picture.u, picture.v, picture.opacity)) {
      sum.update(plane);
    }
    return "overlay %s of %dx%d, %08x, at %s"
        .formatted(name, picture.width, picture.height, sum.getValue(), place);
  }
}
