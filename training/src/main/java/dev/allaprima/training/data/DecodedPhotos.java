package dev.allaprima.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decoded photos kept as bytes, at about the size that they are cropped from, because decoding
 * takes ten times as long as cropping. When they would exceed the limit, those go that were not
 * asked for the longest.
 */
final class DecodedPhotos {
  private final long limit;
  private final Map<Key, Photo> photos = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(Path file, int shortSide) {}

  /** RGB, three bytes a pixel, row by row. */
  record Photo(int width, int height, byte[] rgb) {
    static Photo of(Picture picture) {
      byte[] bytes = new byte[picture.rgb().length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.round(picture.rgb()[i]);
      }
      return new Photo(picture.width(), picture.height(), bytes);
    }

    /** A square part of it. */
    Picture square(int left, int top, int side) {
      float[] part = new float[3 * side * side];
      for (int row = 0; row < side; row++) {
        int from = 3 * ((top + row) * width + left);
        for (int i = 0; i < 3 * side; i++) {
          part[3 * row * side + i] = rgb[from + i] & 255;
        }
      }
      return new Picture(side, side, part);
    }
  }

  /** Keeps at most so many bytes of pixels. */
  DecodedPhotos(long limit) {
    this.limit = limit;
  }

  /**
   * The photo, its shorter side as said or less if the file has less: the same whether it was kept
   * or not.
   */
  synchronized Photo get(Path file, int shortSide) throws IOException {
    Key key = new Key(file, shortSide);
    Photo photo = photos.get(key);
    if (photo == null) {
      Picture read = PictureReader.read(file, shortSide);
      boolean larger = Math.min(read.width(), read.height()) > shortSide;
      photo = Photo.of(larger ? read.withShortSide(shortSide, 1) : read);
      photos.put(key, photo);
      bytes += photo.rgb().length;
      for (Iterator<Photo> oldest = photos.values().iterator(); bytes > limit; oldest.remove()) {
        bytes -= oldest.next().rgb().length;
      }
    }
    return photo;
  }
}
