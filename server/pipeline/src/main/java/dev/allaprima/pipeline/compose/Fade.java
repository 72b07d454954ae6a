package dev.allaprima.pipeline.compose;

import dev.allaprima.models.StyleMix;

/** Which mix of styles a frame has, while they change over time. Used by one thread at a time. */
final class Fade {
  private StyleMix from;
  private StyleMix to;
  private long startNanos;
  private double seconds;

  Fade(StyleMix first) {
    from = first;
    to = first;
  }

  /** Turns to another mix; at {@code timeNanos} it is still what it was then. */
  void turnTo(StyleMix mix, double seconds, long timeNanos) {
    if (mix.equals(to)) {
      return;
    }
    // Mixes of different numbers of styles have no way between them.
    from = mix.styles() == to.styles() ? at(timeNanos) : mix;
    to = mix;
    startNanos = timeNanos;
    this.seconds = seconds;
  }

  /** Turns at once to a mix of another network: no way leads from styles of one to the other's. */
  void cutTo(StyleMix mix) {
    from = mix;
    to = mix;
    seconds = 0;
  }

  /** The mix at a time on the stream's clock. */
  StyleMix at(long timeNanos) {
    double elapsed = (timeNanos - startNanos) / 1e9;
    if (elapsed >= seconds) {
      return to;
    }
    return elapsed <= 0 ? from : from.toward(to, elapsed / seconds);
  }
}
