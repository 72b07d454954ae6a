package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * What the server takes on of recordings.
 *
 * @param quotaBytes that all of them may fill together
 * @param maxSeconds that one may last
 */
public record RecordingSettings(long quotaBytes, long maxSeconds) {
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
      throw Fault.of(INVALID, field + " is " + value, "Give 1 or more");
    }
  }

  public static RecordingSettings defaults() {
    return new RecordingSettings(QUOTA, MAX_SECONDS);
  }
}
