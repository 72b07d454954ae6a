package dev.allaprima.live.jobs;

/** An upload that is not taken; its message is one line: the thing, the value and the remedy. */
public final class JobRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why; each is a status of its own in HTTP. */
  public enum Reason {
    /** It is larger than a file may be: 413. */
    SIZE,
    /** It is nothing that can be painted: 422. */
    CONTENT,
    /** All room is taken by jobs that are not over: 507. */
    ROOM
  }

  private final Reason reason;

  JobRefusal(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
