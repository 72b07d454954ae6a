package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.nio.file.Path;

/**
 * What the server takes on of recordings.
 *
 * @param folder where they are kept, made if it is not there; nobody else's
 * @param quotaBytes that all of them may fill together
 * @param maxSeconds that one may last
 */
public record RecordingSettings(Path folder, long quotaBytes, long maxSeconds) {
  /** A day of painted 720p at its most. */
  public static final long QUOTA = 50L << 30;

  /** Longer than any show; what runs on after it was forgotten. */
  public static final long MAX_SECONDS = 12 * 3600;

  /**
   * @throws Fault if a number is out of its range
   */
  public RecordingSettings {
    require("quotaBytes", quotaBytes);
    require("maxSeconds", maxSeconds);
  }

  private static void require(String field, long value) {
    if (value < 1) {
      throw Fault.of(INVALID, "recordings: " + field + " is " + value, "Give 1 or more");
    }
  }

  /** The defaults in that folder. */
  public static RecordingSettings in(Path folder) {
    return new RecordingSettings(folder, QUOTA, MAX_SECONDS);
  }
}
