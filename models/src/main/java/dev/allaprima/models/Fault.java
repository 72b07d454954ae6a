package dev.allaprima.models;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * One piece of work that cannot be done, said in one line: the thing, the value and the remedy.
 *
 * <p>The command line prints the message and exits with 1; the server answers with the status that
 * {@link Kind} names. Whatever else runs goes on.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose move it is, and so which HTTP status tells it. */
  public enum Kind {
    /** What was handed in is wrong: 400, or 415/422 where HTTP is more precise. */
    INVALID,
    /** The named thing does not exist: 404. */
    NOT_FOUND,
    /** The name is taken or the thing exists: 409. */
    CONFLICT,
    /** Our side lacks something (a port, a device, a library, disk): 503. */
    UNAVAILABLE
  }

  private final Kind kind;

  private Fault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind);
  }

  /** A fault of the given kind; {@code problem} names the thing and the value. */
  public static Fault of(Kind kind, String problem, String remedy) {
    return of(kind, problem, remedy, null);
  }

  /** The same with what brought it about. */
  public static Fault of(Kind kind, String problem, String remedy, Throwable cause) {
    return new Fault(kind, problem + ". " + remedy, cause);
  }

  /** The same for somebody who knows the things by other names. */
  public Fault reworded(UnaryOperator<String> wording) {
    return new Fault(kind, wording.apply(getMessage()), this);
  }

  /** Whose move it is. */
  public Kind kind() {
    return kind;
  }
}
