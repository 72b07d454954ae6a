package dev.allaprima.training.app;

import java.util.concurrent.CountDownLatch;

/**
 * Lets work that is told to end (Ctrl-C, {@code kill}) finish its step and keep its state first.
 */
final class Stopping {
  private Stopping() {}

  /**
   * Runs the work.
   *
   * @param stop has the work end soon; called from another thread
   */
  static void gently(Runnable stop, Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "gentle stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run();
    } finally {
      done.countDown();
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook has done its work.
    }
  }
}
