package dev.allaprima.training.data;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The photos that the network practises on. A folder is drawn with probability proportional to the
 * square root of its size, then a photo of it: six hundred portraits in one folder do not drown
 * eight animals in another.
 *
 * <p>A file is opened when it is first drawn. One that cannot be used is told of, counted and never
 * drawn again; another is drawn in its place.
 */
public final class Photos {
  /** Smaller ones show nothing but their own pixels. */
  private static final int SMALLEST_SIDE = 64;

  /** Crops of up to half as many pixels then need no second decoding. */
  private static final int DECODED_SIDE = 512;

  private static final int NAMED = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Photos.class);

  private final List<Path> roots;
  private final List<List<Path>> folders;
  private final double[] cumulative;
  private final int found;
  private final Map<Path, String> skipped = new ConcurrentSkipListMap<>();
  private final DecodedPhotos decoded = new DecodedPhotos(Runtime.getRuntime().maxMemory() / 4);

  private Photos(List<Path> roots, List<List<Path>> folders) {
    this.roots = roots;
    this.folders = folders;
    this.found = folders.stream().mapToInt(List::size).sum();
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
      } catch (IOException | UncheckedIOException e) {
        throw Fault.of(
            INVALID, "the photo folder " + root + " cannot be read (" + e + ")", "Check it", e);
      }
    }
    if (byFolder.isEmpty()) {
      throw Fault.of(
          INVALID, "there is no JPEG or PNG below " + roots, "Give --photos a folder of photos");
    }
    return new Photos(roots, List.copyOf(byFolder.values()));
  }

  private static boolean isPhoto(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png"));
  }

  /** How many there are, without those found to be of no use so far. */
  public int count() {
    return found - skipped.size();
  }

  /** Those that could not be used so far, each with the reason. */
  public Map<Path, String> skipped() {
    return Map.copyOf(skipped);
  }

  /** How many there are and how many of them were skipped, the first few by name and reason. */
  public String summary() {
    String count = count() + " photos";
    return skipped.isEmpty() ? count : count + ", " + skipped.size() + " skipped: " + named();
  }

  private String named() {
    String first =
        skipped.entrySet().stream()
            .limit(NAMED)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    return skipped.size() <= NAMED ? first : first + ", ...";
  }

  /**
   * A random square crop, mirrored half of the time, of a random photo at a random scale: the crop
   * sees between all and half of the photo's shorter side, so that the network learns faces as well
   * as skylines.
   *
   * @param side pixels across and down
   * @param random decides everything: the same state gives the same crop
   * @throws Fault if no photo can be used
   */
  public Picture crop(int side, Random random) {
    DecodedPhotos.Photo photo = draw(Math.max(DECODED_SIDE, 2 * side), random);
    double zoom = 1 + random.nextDouble();
    int part = (int) Math.round(Math.min(photo.width(), photo.height()) / zoom);
    int left = random.nextInt(photo.width() - part + 1);
    int top = random.nextInt(photo.height() - part + 1);
    Picture crop = photo.square(left, top, part).resized(side, side);
    return random.nextBoolean() ? crop.mirrored() : crop;
  }

  private DecodedPhotos.Photo draw(int shortSide, Random random) {
    while (skipped.size() < found) {
      double at = random.nextDouble() * cumulative[cumulative.length - 1];
      int folder = 0;
      while (cumulative[folder] <= at) {
        folder++;
      }
      List<Path> files = folders.get(folder);
      Path file = files.get(random.nextInt(files.size()));
      if (!skipped.containsKey(file)) {
        try {
          DecodedPhotos.Photo photo = decoded.get(file, shortSide);
          if (Math.min(photo.width(), photo.height()) >= SMALLEST_SIDE) {
            return photo;
          }
          skip(file, "it has only " + photo.width() + "x" + photo.height() + " pixels");
        } catch (IOException e) {
          skip(file, e.getMessage());
        }
      }
    }
    throw Fault.of(
        INVALID,
        "none of the " + found + " photos below " + roots + " can be used: " + named(),
        "Give --photos a folder of photos that other programs open");
  }

  private void skip(Path file, String why) {
    if (skipped.put(file, why) == null && skipped.size() <= NAMED) {
      LOG.warn(
          "the photo {} is skipped: {}{}",
          file,
          why,
          skipped.size() == NAMED ? ". Others are counted only" : "");
    }
  }
}
