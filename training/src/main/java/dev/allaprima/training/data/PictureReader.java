package dev.allaprima.training.data;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files as they are found: JPEG (CMYK too), PNG, GIF, BMP and TIFF, grey, palette, 16
 * bits or with alpha, turned upright by their EXIF. What bears no profile is taken for sRGB; alpha
 * is laid on white.
 */
final class PictureReader {
  /** Larger pictures are read at a fraction, every n-th pixel of it: 32 million take 100 MB. */
  private static final long MOST_PIXELS = 32_000_000;

  private PictureReader() {}

  /**
   * The picture, at the largest whole fraction of its size that still has {@code shortSide}; each
   * pixel is then the mean of those that it stands for.
   *
   * @throws IOException if it is no picture, or broken or cut short
   */
  static Picture read(Path file, int shortSide) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is no JPEG, PNG, GIF, BMP or TIFF");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        BufferedImage image = pixels(reader);
        int block = Math.max(1, Math.min(image.getWidth(), image.getHeight()) / shortSide);
        return upright(rgb(image, block), orientation(file));
      } catch (RuntimeException e) {
        // Readers meet broken files with whatever their arithmetic throws.
        throw new IOException("it is damaged: " + e, e);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage pixels(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    int step = 1;
    while ((long) (width / step) * (height / step) > MOST_PIXELS) {
      step++;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image = reader.read(0, param);
    for (String warning : warnings) {
      // A decoder fills up what is missing with grey and only warns.
      if (warning.matches("(?i).*(premature|truncated|corrupt|end of (file|input)).*")) {
        throw new IOException("it is cut short or damaged: " + warning);
      }
    }
    return image;
  }

  /** 1 to 8 as in EXIF; 1 where nothing readable is said. */
  private static int orientation(Path file) {
    try {
      ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(file.toFile())
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      return exif == null || !exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
          ? 1
          : exif.getInt(ExifIFD0Directory.TAG_ORIENTATION);
    } catch (ImageProcessingException | MetadataException | IOException e) {
      return 1;
    }
  }

  /** The picture with each {@code block}² of its pixels averaged; what is left over is cut off. */
  static Picture rgb(BufferedImage image, int block) {
    ColorSpace space = image.getColorModel().getColorSpace();
    if (space.getType() == ColorSpace.TYPE_GRAY) {
      return averaged(image, block, new Grey(image));
    }
    BufferedImage standard =
        space.isCS_sRGB()
            ? image
            : new ColorConvertOp(ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
                .filter(image, null);
    return averaged(standard, block, new Colour(standard));
  }

  /** Gives a row's pixels as R, G, B from 0 to 255. */
  private interface Rows {
    void read(int row, float[] rgb);
  }

  private static Picture averaged(BufferedImage image, int block, Rows rows) {
    int width = image.getWidth() / block;
    int height = image.getHeight() / block;
    float[] rgb = new float[3 * width * height];
    float[] line = new float[3 * image.getWidth()];
    float share = 1f / (block * block);
    for (int row = 0; row < height * block; row++) {
      rows.read(row, line);
      int to = row / block * width * 3;
      for (int i = 0; i < width * block; i++) {
        int at = to + i / block * 3;
        rgb[at] += share * line[3 * i];
        rgb[at + 1] += share * line[3 * i + 1];
        rgb[at + 2] += share * line[3 * i + 2];
      }
    }
    return new Picture(width, height, rgb);
  }

  /** Straight from the samples: Java takes grey for linear light and would brighten it. */
  private static final class Grey implements Rows {
    private final Raster raster;
    private final boolean alpha;
    private final double full;

    Grey(BufferedImage image) {
      this.raster = image.getRaster();
      this.alpha = image.getColorModel().hasAlpha();
      this.full = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    }

    @Override
    public void read(int row, float[] rgb) {
      for (int column = 0; column < raster.getWidth(); column++) {
        double opaque = alpha ? raster.getSample(column, row, 1) / full : 1;
        double value = raster.getSample(column, row, 0) / full;
        float level = (float) (255 * (opaque * value + 1 - opaque));
        rgb[3 * column] = level;
        rgb[3 * column + 1] = level;
        rgb[3 * column + 2] = level;
      }
    }
  }

  /** As Java draws it, on white. */
  private static final class Colour implements Rows {
    private final BufferedImage image;
    private final BufferedImage line;
    private final int[] pixels;

    Colour(BufferedImage image) {
      this.image = image;
      this.line = new BufferedImage(image.getWidth(), 1, BufferedImage.TYPE_INT_RGB);
      this.pixels = new int[image.getWidth()];
    }

    @Override
    public void read(int row, float[] rgb) {
      Graphics2D g = line.createGraphics();
      g.drawImage(image, 0, -row, Color.WHITE, null);
      g.dispose();
      line.getRaster().getDataElements(0, 0, pixels.length, 1, pixels);
      for (int i = 0; i < pixels.length; i++) {
        rgb[3 * i] = pixels[i] >> 16 & 255;
        rgb[3 * i + 1] = pixels[i] >> 8 & 255;
        rgb[3 * i + 2] = pixels[i] & 255;
      }
    }
  }

  /** Turned so that it is seen as the camera was held. */
  private static Picture upright(Picture picture, int orientation) {
    if (orientation < 2 || orientation > 8) {
      return picture;
    }
    boolean exchanged = orientation >= 5;
    boolean mirrored = Set.of(2, 3, 7, 8).contains(orientation);
    boolean upsideDown = Set.of(3, 4, 6, 7).contains(orientation);
    int width = exchanged ? picture.height() : picture.width();
    int height = exchanged ? picture.width() : picture.height();
    float[] rgb = new float[picture.rgb().length];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int x = exchanged ? row : column;
        int y = exchanged ? column : row;
        int fromX = mirrored ? picture.width() - 1 - x : x;
        int fromY = upsideDown ? picture.height() - 1 - y : y;
        System.arraycopy(
            picture.rgb(),
            3 * (fromY * picture.width() + fromX),
            rgb,
            3 * (row * width + column),
            3);
      }
    }
    return new Picture(width, height, rgb);
  }
}
