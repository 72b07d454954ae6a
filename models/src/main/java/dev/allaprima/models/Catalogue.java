package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of styles, read afresh at every question, so that what training publishes is there at
 * once for a server that runs.
 */
public final class Catalogue {
  private final Path root;

  private Catalogue(Path root) {
    this.root = root;
  }

  /**
   * What a catalogue holds.
   *
   * @param styles the sound ones, by name
   * @param faults a line for each folder that should be a style and is not one
   */
  public record Listing(List<Style> styles, List<String> faults) {}

  /**
   * The catalogue in the given folder.
   *
   * @throws Fault if there is no such folder
   */
  public static Catalogue at(Path root) {
    if (!Files.isDirectory(root)) {
      throw Fault.of(
          NOT_FOUND,
          "the style catalogue " + root + " is not a folder",
          "Name one with --styles, or train a style to make it");
    }
    return new Catalogue(root);
  }

  /** Where the catalogue lies. */
  public Path root() {
    return root;
  }

  /** Every style that is there now, and every folder that fails to be one. */
  public Listing list() {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(root)) {
      // A dot begins the name of a folder that is still being published.
      folders =
          entries
              .filter(path -> Files.isDirectory(path) && !isHidden(path))
              .sorted()
              .collect(Collectors.toList());
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "the style catalogue " + root + " cannot be read (" + e + ")",
          "Check that the folder is there and may be read",
          e);
    }
    List<Style> styles = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path folder : folders) {
      try {
        styles.add(read(folder));
      } catch (Fault e) {
        faults.add(e.getMessage());
      }
    }
    return new Listing(List.copyOf(styles), List.copyOf(faults));
  }

  /**
   * The style of that name.
   *
   * @throws Fault if there is none (the message lists those there are) or its card is broken
   */
  public Style style(String name) {
    Path folder = isName(name) ? root.resolve(name) : null;
    if (folder == null || !Files.isDirectory(folder)) {
      String known = list().styles().stream().map(Style::name).collect(Collectors.joining(", "));
      throw Fault.of(
          NOT_FOUND,
          "there is no style \"" + name + "\" in " + root,
          known.isEmpty() ? "The catalogue is empty: train a style first" : "It has: " + known);
    }
    return read(folder);
  }

  /** The first style by name; none in an empty catalogue. */
  public Optional<Style> first() {
    return list().styles().stream().findFirst();
  }

  /**
   * The style of that name, or the first one where no name is given.
   *
   * @param name may be null
   * @throws Fault as {@link #style} does, or if there is none to choose from
   */
  public Style styleOrFirst(String name) {
    if (name != null) {
      return style(name);
    }
    return first()
        .orElseThrow(
            () ->
                Fault.of(
                    UNAVAILABLE,
                    "the catalogue " + root + " has no style",
                    "Train one (allaprima train), or name another catalogue with --styles"));
  }

  /**
   * Publishes a style whole or not at all: readers see the old one or the new one.
   *
   * @param model bytes of the ONNX network
   * @param preview bytes of a JPEG
   * @param replace whether a style of this name may be there already
   * @throws Fault if the name is taken and {@code replace} is false, or the folder can't be written
   */
  public static Style publish(
      Path root, StyleCard card, byte[] model, byte[] preview, boolean replace) {
    Path folder = root.resolve(card.name());
    if (Files.exists(folder) && !replace) {
      throw Fault.of(
          CONFLICT,
          "style " + card.name() + " is already in " + root,
          "Choose another --name, or say --replace");
    }
    try {
      Files.createDirectories(root);
      Path fresh = Files.createTempDirectory(root, "." + card.name() + "-");
      Files.write(fresh.resolve(Style.MODEL), model);
      Files.write(fresh.resolve(Style.PREVIEW), preview);
      Files.writeString(fresh.resolve(Style.CARD), card.toJson());
      // createTempDirectory is for the owner alone; a style is for whoever may read the catalogue.
      fresh.toFile().setReadable(true, false);
      fresh.toFile().setExecutable(true, false);
      Path old = null;
      if (Files.exists(folder)) {
        old = Files.createTempDirectory(root, "." + card.name() + "-old-");
        Files.move(folder, old.resolve("style"), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      if (old != null) {
        delete(old);
      }
    } catch (IOException e) {
      throw Fault.of(
          UNAVAILABLE,
          "style " + card.name() + " cannot be written to " + root + " (" + e + ")",
          "Check the folder's rights and the disk's space",
          e);
    }
    return new Style(folder, card);
  }

  static Style read(Path folder) {
    String name = folder.getFileName().toString();
    Path file = folder.resolve(Style.CARD);
    String remedy = "Restore the style's folder, or train it again";
    StyleCard card;
    try {
      card = StyleCard.fromJson(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw Fault.of(INVALID, "style " + name + ": " + file + ": " + e.getMessage(), remedy, e);
    } catch (MalformedInputException e) {
      throw Fault.of(INVALID, "style " + name + ": " + file + " is not UTF-8 text", remedy, e);
    } catch (IOException e) {
      throw Fault.of(
          INVALID, "style " + name + ": " + file + " cannot be read (" + e + ")", remedy, e);
    }
    if (!card.name().equals(name)) {
      throw Fault.of(
          INVALID,
          "style " + name + ": " + file + " is the card of \"" + card.name() + "\"",
          "Name the folder as the card does");
    }
    return new Style(folder, card);
  }

  private static boolean isName(String name) {
    try {
      StyleCard.requireName(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
