package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The photos that the network practises on. A folder is drawn with probability proportional to the
 * square root of its size, then a photo of it: six hundred portraits in one folder do not drown
 * eight animals in another.
 */
public final class Photos {
  private final List<List<Path>> folders;
  private final double[] cumulative;
  private final int count;

  private Photos(List<List<Path>> folders) {
    this.folders = folders;
    this.count = folders.stream().mapToInt(List::size).sum();
    this.cumulative = new double[folders.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += Math.sqrt(folders.get(i).size());
      cumulative[i] = sum;
    }
  }

  /**
   * Every JPEG and PNG below the folders.
   *
   * @throws Fault if a folder is missing or none holds a picture
   */
  public static Photos under(List<Path> roots) {
    Map<Path, List<Path>> byFolder = new TreeMap<>();
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        throw Fault.of(NOT_FOUND, "the photo folder " + root + " is not there", "Check --photos");
      }
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(Photos::isPhoto)
            .sorted()
            .forEach(f -> byFolder.computeIfAbsent(f.getParent(), d -> new ArrayList<>()).add(f));
      } catch (IOException e) {
        throw Fault.of(
            INVALID, "the photo folder " + root + " cannot be read (" + e + ")", "Check it", e);
      }
    }
    if (byFolder.isEmpty()) {
      throw Fault.of(
          INVALID, "there is no JPEG or PNG below " + roots, "Give --photos a folder of photos");
    }
    return new Photos(List.copyOf(byFolder.values()));
  }

  private static boolean isPhoto(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * A random square crop, mirrored half of the time, of a random photo at a random scale: the crop
   * sees between all and half of the photo's shorter side, so that the network learns faces as well
   * as skylines.
   *
   * @param side pixels across and down
   * @param random decides everything: the same state gives the same crop
   */
  public Picture crop(int side, Random random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int folder = 0;
    while (cumulative[folder] <= at) {
      folder++;
    }
    List<Path> files = folders.get(folder);
    Picture photo = Picture.read(files.get(random.nextInt(files.size())));
    double zoom = 1 + random.nextDouble();
    Picture scaled = photo.withShortSide((int) Math.ceil(side * zoom), 1);
    int left = random.nextInt(scaled.width() - side + 1);
    int top = random.nextInt(scaled.height() - side + 1);
    boolean mirrored = random.nextBoolean();
    float[] rgb = new float[side * side * 3];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int from = left + (mirrored ? side - 1 - column : column);
        System.arraycopy(
            scaled.rgb(),
            3 * ((top + row) * scaled.width() + from),
            rgb,
            3 * (row * side + column),
            3);
      }
    }
    return new Picture(side, side, rgb);
  }
}
