package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures side by side, row under row, each scaled to the sheet's row height. */
final class ContactSheet {
  private static final int HEIGHT = 256;
  private static final int GAP = 6;

  private final List<List<Picture>> rows = new ArrayList<>();

  /** Adds a row. */
  ContactSheet row(List<Picture> pictures) {
    rows.add(List.copyOf(pictures));
    return this;
  }

  /** The whole sheet. */
  Picture picture() {
    int width = 1;
    for (List<Picture> row : rows) {
      width = Math.max(width, row.stream().mapToInt(p -> shown(p) + GAP).sum() + GAP);
    }
    int height = Math.max(1, rows.size() * (HEIGHT + GAP) + GAP);
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int y = GAP;
    for (List<Picture> row : rows) {
      int x = GAP;
      for (Picture picture : row) {
        g.drawImage(picture.toImage(), x, y, shown(picture), HEIGHT, null);
        x += shown(picture) + GAP;
      }
      y += HEIGHT + GAP;
    }
    g.dispose();
    return Picture.of(sheet);
  }

  private static int shown(Picture picture) {
    return Math.max(1, picture.width() * HEIGHT / picture.height());
  }
}
