package dev.allaprima.live.testing;

import dev.allaprima.live.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Settings of servers that disturb nobody: on free ports, with a folder of their own. */
public final class TestSettings {
  private TestSettings() {}

  /** Those and more: names and values by turns. */
  public static Settings of(Path folder, String... more) {
    Stream<String> given =
        Stream.of(
            "http.port", "0", "rtsp.port", "0", "rtsp.udpPort", "0", "folder", folder.toString());
    return Settings.of(Stream.concat(given, Arrays.stream(more)).toArray(String[]::new));
  }
}
