package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.compose.Overlay;
import dev.allaprima.pipeline.compose.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture that somebody sent to lie over a stream, and how it lies there. Kept as it came, so
 * that it can be laid otherwise.
 *
 * @param place as {@link Place#parse} reads it
 * @param scale its size in the frame by its own
 * @param opacity 0 to 1
 * @param overlay made of all that
 */
public record OverlayPicture(
    byte[] png, String place, double scale, double opacity, Overlay overlay) {
  /** Pixels left free at edges and corners. */
  private static final int MARGIN = 16;

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;

  /** Of 8-bit RGBA; decoded, it takes 64 MiB. */
  private static final long PIXELS = 4096 * 4096;

  /**
   * Reads the picture.
   *
   * @param png kept
   * @throws Fault if it is no PNG or too large, or a number is out of its range
   */
  public static OverlayPicture of(byte[] png, String place, double scale, double opacity) {
    requirePng(png);
    Place where = Place.parse(place, MARGIN);
    Path file = null;
    try {
      // FFmpeg's filter reads files.
      file = Files.createTempFile("allaprima-overlay", ".png");
      Files.write(file, png);
      Overlay overlay = Overlay.read(file, "picture", where, scale, opacity);
      return new OverlayPicture(png, place, scale, opacity, overlay);
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE, "the overlay cannot be kept for reading", "Check the server's disk", e);
    } finally {
      delete(file);
    }
  }

  /**
   * Checks what it is before anything decodes it: FFmpeg would take a playlist that names other
   * files for a picture, too. By the PNG specification, sections 5.2 and 11.2.2.
   */
  private static void requirePng(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < 33 || header.getLong(0) != SIGNATURE || header.getInt(12) != IHDR) {
      throw Fault.of(INVALID, "the overlay is no PNG", "Send a PNG as image/png");
    }
    long width = header.getInt(16) & 0xFFFFFFFFL;
    long height = header.getInt(20) & 0xFFFFFFFFL;
    if (width == 0 || height == 0 || width > PIXELS || width * height > PIXELS) {
      throw Fault.of(
          INVALID,
          "the overlay has " + width + "x" + height + " pixels",
          "Give 1 to " + PIXELS + " of them");
    }
  }

  private static void delete(Path file) {
    if (file != null && !file.toFile().delete()) {
      // Whatever keeps it there ends with the process.
      file.toFile().deleteOnExit();
    }
  }

  /** The same picture laid otherwise; what is null stays as it is. */
  public OverlayPicture with(String otherPlace, Double otherScale, Double otherOpacity) {
    return of(
        png,
        otherPlace == null ? place : otherPlace,
        otherScale == null ? scale : otherScale,
        otherOpacity == null ? opacity : otherOpacity);
  }
}
