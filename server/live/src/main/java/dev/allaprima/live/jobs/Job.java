package dev.allaprima.live.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;

/**
 * A job as it stands now.
 *
 * @param created when it was handed in, ISO 8601
 * @param progress the part of it that is painted, 0 to 1
 * @param secondsLeft an estimate; null while there is nothing to judge by
 * @param bytes that it fills on the disk
 * @param result the painted file; null unless it is finished
 * @param notes what is not as in the upload, in a few words each
 * @param reason why it failed; null unless it did
 */
public record Job(
    String id,
    Order order,
    Kind kind,
    State state,
    String created,
    double progress,
    Double secondsLeft,
    long bytes,
    Path result,
    List<String> notes,
    String reason) {

  /** What a file holds. */
  public enum Kind {
    @JsonProperty("video")
    VIDEO,
    @JsonProperty("photo")
    PHOTO
  }

  /** How far a job has come. */
  public enum State {
    @JsonProperty("waiting")
    WAITING,
    @JsonProperty("painting")
    PAINTING,
    @JsonProperty("finished")
    FINISHED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nothing more becomes of it. */
    public boolean isLast() {
      return this != WAITING && this != PAINTING;
    }
  }
}
