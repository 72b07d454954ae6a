package dev.allaprima.pipeline.app;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.encode.Target;
import dev.allaprima.pipeline.encode.VideoCodec;
import dev.allaprima.pipeline.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the command line's inputs and output come to: files, and what each is to become. */
final class Inputs {
  /**
   * One file and where its painted one goes.
   *
   * @param output named as the file is, for an input of a folder
   */
  record Item(Path input, Path output) {}

  private static final Set<String> PHOTOS =
      Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff", "avif", "jxl", "ppm");
  private static final Set<String> VIDEOS =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "mts", "m2ts", "mpg", "mpeg", "m2v",
          "vob", "flv", "wmv", "asf", "ogv", "3gp", "3g2", "mxf", "gif", "y4m", "dv", "h264",
          "hevc", "ivf");

  private Inputs() {}

  /**
   * Lists the work. Of a folder, the files with a video's or a photo's ending, by name, are taken;
   * hidden ones and folders in it are not.
   *
   * @param output a file for one input that is a file; else a folder, which is made if need be
   * @param codec null for what suits each
   * @throws Fault if nothing is to be done, or two inputs would become the same output
   */
  static List<Item> list(List<Path> inputs, Path output, VideoCodec codec) {
    boolean one = inputs.size() == 1 && !Files.isDirectory(inputs.get(0));
    if (one && !Files.isDirectory(output) && !output.toString().endsWith("/")) {
      return List.of(new Item(inputs.get(0), output));
    }
    Map<Path, Item> items = new TreeMap<>();
    for (Path input : inputs) {
      for (Path file : Files.isDirectory(input) ? filesOf(input) : List.of(input)) {
        Path painted = output.resolve(name(file, codec));
        Item before = items.putIfAbsent(painted, new Item(file, painted));
        if (before != null) {
          throw Fault.of(
              INVALID,
              before.input() + " and " + file + " would both become " + painted,
              "Paint them into two folders");
        }
      }
    }
    if (items.isEmpty()) {
      throw Fault.of(
          INVALID, "there is no video and no photo in " + inputs, "Name a folder that holds some");
    }
    items.values().forEach(item -> makeFolder(item.output()));
    return List.copyOf(items.values());
  }

  private static List<Path> filesOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> PHOTOS.contains(ending(file)) || VIDEOS.contains(ending(file)))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE, "folder " + folder + " cannot be read (" + e + ")", "Check its rights", e);
    }
  }

  /** The painted file's name: the input's, with an ending that can hold what it will be. */
  private static String name(Path input, VideoCodec codec) {
    String name = input.getFileName().toString();
    String ending = ending(input);
    String stem = ending.isEmpty() ? name : name.substring(0, name.length() - ending.length() - 1);
    if (PHOTOS.contains(ending)) {
      return PictureWriter.isPicture(input) ? name : stem + ".png";
    } else if (codec == VideoCodec.PNG || !Target.takes(input, codec)) {
      return stem + (codec == null ? ".mp4" : Target.ending(codec));
    }
    return name;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static void makeFolder(Path output) {
    List<Path> missing = new ArrayList<>();
    Path folder = output.toAbsolutePath().getParent();
    while (!Files.exists(folder)) {
      missing.add(0, folder);
      folder = folder.getParent();
    }
    // The folder itself and, for a file of every picture, one in it; a third is a slip of the pen.
    if (missing.size() > 2) {
      throw Fault.of(
          INVALID,
          "output folder " + output.getParent() + " has no place",
          "Make " + missing.get(0));
    }
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "folder " + output.getParent() + " cannot be made (" + e + ")",
          "Make it",
          e);
    }
  }
}
