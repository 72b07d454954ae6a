package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures in rows and columns: each scaled to the height of a row, and each column as wide as its
 * widest.
 */
final class ContactSheet {
  /** Leaves a place empty. */
  static final Picture NOTHING = new Picture(1, 1, new float[] {255, 255, 255});

  private static final int GAP = 6;

  private final int height;
  private final List<List<Picture>> rows = new ArrayList<>();

  /**
   * @param height of a row in pixels
   */
  ContactSheet(int height) {
    this.height = height;
  }

  /** Adds a row. */
  ContactSheet row(List<Picture> pictures) {
    rows.add(List.copyOf(pictures));
    return this;
  }

  /** The whole sheet. */
  Picture picture() {
    int[] left = columns();
    int width = left[left.length - 1];
    int all = Math.max(1, rows.size() * (height + GAP) + GAP);
    BufferedImage sheet = new BufferedImage(width, all, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, all);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int y = GAP;
    for (List<Picture> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int room = left[i + 1] - left[i] - GAP - shown(row.get(i));
        g.drawImage(row.get(i).toImage(), left[i] + room / 2, y, shown(row.get(i)), height, null);
      }
      y += height + GAP;
    }
    g.dispose();
    return Picture.of(sheet);
  }

  /** Where each column begins, and after the last the sheet's width. */
  private int[] columns() {
    int count = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] left = new int[count + 1];
    left[0] = GAP;
    for (int i = 0; i < count; i++) {
      int column = i;
      int widest =
          rows.stream()
              .filter(row -> row.size() > column)
              .mapToInt(row -> shown(row.get(column)))
              .max()
              .orElse(0);
      left[i + 1] = left[i] + widest + GAP;
    }
    return left;
  }

  private int shown(Picture picture) {
    return Math.max(1, picture.width() * height / picture.height());
  }
}
