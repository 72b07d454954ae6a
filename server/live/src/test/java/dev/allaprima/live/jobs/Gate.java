package dev.allaprima.live.jobs;

import dev.allaprima.pipeline.stylize.Stroke;
import dev.allaprima.pipeline.stylize.StrokeSource;
import java.util.concurrent.Semaphore;

/** A stream without pictures that holds the engine up: it paints as far as it is let. */
final class Gate implements StrokeSource {
  private final Semaphore steps = new Semaphore(0);

  /** Lets the engine take so many steps, in each of which it paints one picture at most. */
  void open(int count) {
    steps.release(count);
  }

  @Override
  public Stroke next() {
    steps.acquireUninterruptibly();
    return null;
  }

  @Override
  public void failed(Throwable cause) {}
}
