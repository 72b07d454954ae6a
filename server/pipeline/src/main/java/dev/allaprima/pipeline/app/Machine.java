package dev.allaprima.pipeline.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark says of where it ran, as far as Linux tells. */
final class Machine {
  private Machine() {}

  /** The processor's name and its cores. */
  static String processor() {
    String name = field("/proc/cpuinfo", "model name");
    String cores = Runtime.getRuntime().availableProcessors() + " cores";
    return (name.isEmpty() ? System.getProperty("os.arch") : name) + ", " + cores;
  }

  /** The most memory that this process has held so far, such as {@code 512 MiB}. */
  static String peakMemory() {
    String kilobytes = field("/proc/self/status", "VmHWM").replaceAll("\\D", "");
    return kilobytes.isEmpty() ? "unknown" : Long.parseLong(kilobytes) / 1024 + " MiB";
  }

  private static String field(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      // Not Linux.
      return "";
    }
  }
}
