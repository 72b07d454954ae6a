package dev.allaprima.live.http;

import dev.allaprima.pipeline.stylize.EngineStats;
import java.util.concurrent.CompletableFuture;

/** How the server's painter does. Called from any thread. */
public interface Vitals {
  /** Whether there is a painter; if not, only a restart helps. */
  boolean isPainting();

  /** What it has counted. */
  EngineStats counted();

  /**
   * Paints a small picture, in turn with the streams'. Opening the style may take a second.
   *
   * @return ends when it is painted, or with why it could not be; with a {@link
   *     java.util.concurrent.CancellationException} if the painter is gone
   * @throws dev.allaprima.models.Fault if there is no style, or it cannot be opened
   */
  CompletableFuture<Void> paint();
}
