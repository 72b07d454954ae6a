package dev.allaprima.live.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;

/**
 * A recording as it stands now.
 *
 * @param started when, ISO 8601
 * @param seconds that it lasts
 * @param bytes of its file
 * @param file where it lies
 * @param reason why it ended, if nobody stopped it; else null
 * @param next the recording that goes on with the stream after this one; null if none does
 */
public record Recording(
    String id,
    String stream,
    State state,
    String started,
    double seconds,
    long bytes,
    Path file,
    String reason,
    String next) {

  /** How a recording stands. */
  public enum State {
    @JsonProperty("recording")
    RECORDING,
    /** It can be played from its beginning to its end. */
    @JsonProperty("finished")
    FINISHED,
    /** It was broken off; what is there may be played. */
    @JsonProperty("failed")
    FAILED
  }
}
