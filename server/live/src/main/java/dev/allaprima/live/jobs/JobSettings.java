package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * What the server takes on of files to be painted.
 *
 * @param quotaBytes that all of them may fill together: uploads, unfinished work and results. When
 *     it is full the job that ended longest ago is removed; a new one is refused when none has
 * @param uploadBytes of one file
 * @param concurrency how many are painted at once
 */
public record JobSettings(long quotaBytes, long uploadBytes, int concurrency) {
  private static final long GIB = 1L << 30;

  /** Some hours of painted 720p. */
  public static final long QUOTA = 20 * GIB;

  /** An hour of a phone's 1080p, or ten minutes of its 4K. */
  public static final long UPLOAD = 4 * GIB;

  /** The painter is one; a second job would halve the first one's pace. */
  public static final int CONCURRENCY = 1;

  private static final int MOST_AT_ONCE = 16;

  /**
   * @throws Fault if a number is out of its range
   */
  public JobSettings {
    require("quotaBytes", quotaBytes, 1, Long.MAX_VALUE);
    require("uploadBytes", uploadBytes, 1, quotaBytes);
    require("concurrency", concurrency, 1, MOST_AT_ONCE);
  }

  private static void require(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw Fault.of(INVALID, field + " is " + value, "Give %d to %d".formatted(low, high));
    }
  }

  public static JobSettings defaults() {
    return new JobSettings(QUOTA, UPLOAD, CONCURRENCY);
  }
}
