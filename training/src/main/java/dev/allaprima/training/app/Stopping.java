package dev.allaprima.training.app;

import dev.allaprima.training.loop.Trainer;
import dev.allaprima.training.loop.TrainingListener;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a training that is told to end (Ctrl-C, {@code kill}) finish its step and write a checkpoint
 * first.
 */
final class Stopping {
  private Stopping() {}

  /** Runs the training. */
  static void gently(Trainer trainer, List<TrainingListener> listeners) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              trainer.stop();
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "training stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      trainer.run(listeners);
    } finally {
      done.countDown();
      if (!trainer.stopped()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }
}
