package dev.allaprima.pipeline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark says of where it ran, as far as Linux tells. */
public final class Machine {
  private Machine() {}

  /** The processor's name and its cores. */
  public static String processor() {
    String name = field("/proc/cpuinfo", "model name");
    String cores = Runtime.getRuntime().availableProcessors() + " cores";
    return (name.isEmpty() ? System.getProperty("os.arch") : name) + ", " + cores;
  }

  /** Mebibytes of memory that this process holds now; 0 if that is not known. */
  public static double memory() {
    return mebibytes("VmRSS");
  }

  /** The most that it has held since {@link #forgetPeak} or its start; 0 if that is not known. */
  public static double peakMemory() {
    return mebibytes("VmHWM");
  }

  /** Counts the peak from here on; where that cannot be, it stays the process's. */
  public static void forgetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      // Not Linux, or not permitted: the peak is then what it was.
    }
  }

  private static double mebibytes(String name) {
    String kilobytes = field("/proc/self/status", name).replaceAll("\\D", "");
    return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) / 1024.0;
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
