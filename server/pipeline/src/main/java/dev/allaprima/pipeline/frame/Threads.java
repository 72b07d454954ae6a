package dev.allaprima.pipeline.frame;

/** Waiting for threads that use native memory: whoever frees it must not be before them. */
public final class Threads {
  private Threads() {}

  /** Waits until the thread has ended, interrupted or not; an interruption is handed on. */
  public static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
