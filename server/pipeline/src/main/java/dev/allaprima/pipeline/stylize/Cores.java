package dev.allaprima.pipeline.stylize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many of the machine's cores paint. */
final class Cores {
  private static final Path TOPOLOGY = Path.of("/sys/devices/system/cpu");

  /** Up to so many cores, all of them paint: the network is by far the most of the work. */
  private static final int SMALL = 4;

  /** Of so many cores of a larger machine, one decodes and encodes. */
  private static final int PER_CODEC = 8;

  private Cores() {}

  /** How many suit this machine. */
  static int forPainting() {
    return forPainting(Runtime.getRuntime().availableProcessors(), physical(TOPOLOGY));
  }

  /**
   * How many suit a machine. Two threads of one core share the units that convolutions are waiting
   * for, so that a second one gains nothing.
   *
   * @param logical processors that this process may use
   * @param physical cores that there are, or 0 if that is not known
   */
  static int forPainting(int logical, int physical) {
    int cores = physical == 0 ? logical : Math.min(logical, physical);
    return cores <= SMALL ? cores : cores - (cores + PER_CODEC - 1) / PER_CODEC;
  }

  /** How many cores Linux lists in that folder; 0 where it is not there. */
  static int physical(Path topology) {
    try (Stream<Path> processors = Files.list(topology)) {
      return (int)
          processors
              .map(path -> path.resolve("topology/thread_siblings_list"))
              .filter(Files::isReadable)
              .map(Cores::text)
              .distinct()
              .count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
