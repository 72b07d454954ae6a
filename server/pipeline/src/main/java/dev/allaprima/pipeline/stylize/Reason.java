package dev.allaprima.pipeline.stylize;

/** What native code says of a failure, in one line. */
final class Reason {
  private Reason() {}

  static String of(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.strip().replaceAll("\\s+", " ");
  }
}
