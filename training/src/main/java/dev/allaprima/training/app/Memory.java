package dev.allaprima.training.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** This process' memory as the system counts it, arrays off the heap included. */
final class Memory {
  private Memory() {}

  /** The most that was resident at once, in words. */
  static String peak() {
    try {
      return peakMebibytes() + " MiB";
    } catch (UncheckedIOException | NoSuchElementException e) {
      return "unknown on this system";
    }
  }

  /** The most that was resident at once, in MiB; only where there is /proc. */
  static long peakMebibytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
