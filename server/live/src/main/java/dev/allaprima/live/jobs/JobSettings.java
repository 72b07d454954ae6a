package dev.allaprima.live.jobs;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import java.nio.file.Path;

/**
 * What the server takes on of files to be painted.
 *
 * @param folder where they are kept, made if it is not there; nobody else's
 * @param quotaBytes that all of them may fill together: uploads, unfinished work and results. When
 *     it is full the job that ended longest ago is removed; a new one is refused when none has
 * @param uploadBytes of one file
 * @param concurrency how many are painted at once
 * @param pixels of a picture that is painted; larger ones are painted smaller and enlarged
 */
public record JobSettings(
    Path folder, long quotaBytes, long uploadBytes, int concurrency, int pixels) {
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
    require("pixels", pixels, 1, Integer.MAX_VALUE);
  }

  private static void require(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw Fault.of(
          INVALID, "jobs: " + field + " is " + value, "Give %d to %d".formatted(low, high));
    }
  }
}
