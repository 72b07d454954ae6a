package dev.allaprima.pipeline.stylize;

/** A caller, as an {@link Engine} sees it; called on the engine's thread. */
public interface StrokeSource {
  /** Returns the next picture to paint, or null if there is none now. */
  Stroke next();

  /** Told once that {@link #next} threw this; the source has been taken off the engine. */
  void failed(Throwable cause);
}
