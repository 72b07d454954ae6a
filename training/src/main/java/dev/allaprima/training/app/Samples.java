package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loop.TrainingListener;
import dev.allaprima.training.network.StyleNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * At every checkpoint a sheet: a row a style, its painting first, then the sample photos painted.
 */
final class Samples implements TrainingListener {
  /** Pixels of a row. */
  private static final int HEIGHT = 256;

  private final RunFolder folder;
  private final Supplier<StyleNetwork> network;
  private final List<Picture> paintings;
  private final List<Picture> photos;

  /**
   * Sheets of a network as it then is.
   *
   * @param paintings one for each of the styles that learn, the network's last ones
   * @param photos their sides multiples of the network's
   */
  Samples(
      RunFolder folder,
      Supplier<StyleNetwork> network,
      List<Picture> paintings,
      List<Picture> photos) {
    this.folder = folder;
    this.network = network;
    this.paintings = paintings;
    this.photos = photos;
  }

  @Override
  public void checkpointed(int step, Path checkpoint) {
    ContactSheet sheet = new ContactSheet(HEIGHT);
    StyleNetwork painter = network.get();
    int known = painter.styles() - paintings.size();
    for (int i = 0; i < paintings.size(); i++) {
      List<Picture> row = new ArrayList<>();
      row.add(paintings.get(i));
      for (Picture photo : photos) {
        row.add(Brush.paint(painter, known + i, photo));
      }
      sheet.row(row);
    }
    sheet.picture().writePng(folder.samples().resolve(String.format("%06d.png", step)));
  }
}
