package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of styles, read afresh at every question, so that what training publishes is there at
 * once for a server that runs.
 */
public final class Catalogue {
  // What a network learnt first is what its gallery is to begin with.
  private static final Comparator<Style> ORDER =
      Comparator.comparing(
              (Style style) -> style.card().network(),
              Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(style -> style.card().network() == null ? 0 : style.card().index())
          .thenComparing(Style::name);

  private final Path root;

  private Catalogue(Path root) {
    this.root = root;
  }

  /**
   * What a catalogue holds.
   *
   * @param styles the sound ones: those that share a network first, as it learnt them; others by
   *     name
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
              .filter(path -> Files.isDirectory(path) && !Folders.isHidden(path))
              .filter(path -> !path.getFileName().toString().equals(StyleCard.NETWORKS))
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
        styles.add(read(root, folder));
      } catch (Fault e) {
        faults.add(e.getMessage());
      }
    }
    styles.sort(ORDER);
    return new Listing(List.copyOf(styles), List.copyOf(faults));
  }

  /**
   * The style of that name.
   *
   * @throws Fault if there is none (the message lists those there are) or its card is broken
   */
  public Style style(String name) {
    Path folder = isStyleName(name) ? root.resolve(name) : null;
    if (folder == null || !Files.isDirectory(folder)) {
      String known = list().styles().stream().map(Style::name).collect(Collectors.joining(", "));
      throw Fault.of(
          NOT_FOUND,
          "there is no style \"" + name + "\" in the catalogue",
          known.isEmpty() ? "The catalogue is empty: train a style first" : "It has: " + known);
    }
    return read(root, folder);
  }

  private static boolean isStyleName(String name) {
    return StyleCard.isName(name) && !name.equals(StyleCard.NETWORKS);
  }

  /** The first style of {@link #list}; none in an empty catalogue. */
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
   * Publishes a style with a network of its own, whole or not at all.
   *
   * @param card its {@code network} null, its {@code index} one of the network's
   * @param preview bytes of a JPEG
   * @param replace whether a style of this name may be there already
   * @throws Fault if the name is taken and {@code replace} is false, or the folder can't be written
   */
  public static Style publish(
      Path root, StyleCard card, NetworkFiles network, byte[] preview, boolean replace) {
    if (card.network() != null || card.index() >= network.card().styles()) {
      throw new IllegalArgumentException("a card for another network: " + card);
    }
    Map<String, byte[]> files = new LinkedHashMap<>(files(network));
    files.putAll(files(card, preview));
    return put(root, card, files, replace);
  }

  /**
   * Publishes a style of a shared network, which must be there ({@link #publishNetwork}).
   *
   * @throws Fault as the other {@link #publish} does, or if that network is not there or does not
   *     hold the card's index
   */
  public static Style publish(Path root, StyleCard card, byte[] preview, boolean replace) {
    Network network;
    try {
      network = network(root, card);
    } catch (IllegalArgumentException e) {
      throw Fault.of(
          NOT_FOUND,
          "style " + card.name() + ": " + e.getMessage(),
          "Publish its network first",
          e);
    }
    requireIndex(card, network);
    return put(root, card, files(card, preview), replace);
  }

  private static Style put(Path root, StyleCard card, Map<String, byte[]> files, boolean replace) {
    Path folder = root.resolve(card.name());
    if (Files.exists(folder) && !replace) {
      throw Fault.of(
          CONFLICT,
          "style " + card.name() + " is already in " + root,
          "Choose another --name, or say --replace");
    }
    Folders.put(folder, files, "style " + card.name());
    return read(root, folder);
  }

  /**
   * Publishes a network for styles to share, whole or not at all. One of that name is replaced: its
   * styles keep their places, so a network that takes another's place must hold at least as many.
   *
   * @throws Fault if it would take away the place of a style that is there, or can't be written
   */
  public static Network publishNetwork(Path root, String name, NetworkFiles network) {
    if (!StyleCard.isName(name)) {
      throw Fault.of(
          INVALID,
          "a network cannot be called \"" + name + "\"",
          "Give at most 64 lower-case letters, digits and single dashes");
    }
    Path folder = root.resolve(StyleCard.NETWORKS).resolve(name);
    if (Files.exists(folder)) {
      for (Style style : at(root).list().styles()) {
        if (name.equals(style.card().network())) {
          requireIndex(style.card(), new Network(folder, network.card()));
        }
      }
    }
    Folders.put(folder, files(network), "network " + name);
    return new Network(folder, network.card());
  }

  private static Map<String, byte[]> files(NetworkFiles network) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    network.models().forEach((precision, bytes) -> files.put(precision.file(), bytes));
    files.put(Network.CARD, utf8(network.card().toJson()));
    return files;
  }

  private static Map<String, byte[]> files(StyleCard card, byte[] preview) {
    return Map.of(Style.PREVIEW, preview, Style.CARD, utf8(card.toJson()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Style read(Path root, Path folder) {
    String name = folder.getFileName().toString();
    StyleCard card;
    Network network;
    try {
      card = Cards.read(folder.resolve(Style.CARD), StyleCard.class);
      if (!card.name().equals(name)) {
        throw Fault.of(
            INVALID,
            "style %s: %s is the card of \"%s\""
                .formatted(name, folder.resolve(Style.CARD), card.name()),
            "Name the folder as the card does");
      }
      network = network(root, card);
    } catch (IllegalArgumentException e) {
      throw Fault.of(
          INVALID,
          "style " + name + ": " + e.getMessage(),
          "Restore the style's folder, or train it again",
          e);
    }
    requireIndex(card, network);
    return new Style(folder, card, network);
  }

  private static Network network(Path root, StyleCard card) {
    return Network.read(
        card.network() == null
            ? root.resolve(card.name())
            : root.resolve(StyleCard.NETWORKS).resolve(card.network()));
  }

  private static void requireIndex(StyleCard card, Network network) {
    if (card.index() >= network.card().styles()) {
      throw Fault.of(
          INVALID,
          "style %s is number %d of %s, which holds %d"
              .formatted(card.name(), card.index(), network.folder(), network.card().styles()),
          "Restore the network's folder, or train the style again");
    }
  }
}
