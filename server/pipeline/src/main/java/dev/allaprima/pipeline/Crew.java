package dev.allaprima.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the stages of one piece of work, each on a thread of its own that bears its name, until all
 * have ended. When one fails the others are interrupted, and its failure is the work's.
 */
final class Crew {
  /** What one thread does; an interrupt means that the work is called off. */
  interface Stage {
    void run() throws InterruptedException;
  }

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  private Crew(Map<String, Stage> stages) {
    stages.forEach((name, stage) -> threads.add(new Thread(() -> work(stage), name)));
  }

  /**
   * Runs the stages and waits for all of them.
   *
   * @param stages by the names of their threads
   * @throws CancellationException if the calling thread is interrupted; its flag stays set
   */
  static void run(Map<String, Stage> stages) {
    Crew crew = new Crew(stages);
    crew.threads.forEach(Thread::start);
    boolean interrupted = crew.join();
    Throwable failure = crew.failure.get();
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    } else if (interrupted || failure != null) {
      throw new CancellationException("the work was interrupted");
    }
  }

  private void work(Stage stage) {
    try {
      if (failure.get() == null) {
        stage.run();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    if (failure.compareAndSet(null, e)) {
      threads.forEach(Thread::interrupt);
    }
  }

  private boolean join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return interrupted;
  }
}
