package dev.allaprima.live.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream's own thread: runs what it is given one by one, and something again and again. */
public final class StreamThread implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);

  private static final int CLOSING_SECONDS = 10;

  private final String name;
  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param name of the stream
   */
  public StreamThread(String name) {
    this.name = name;
    this.executor = new ScheduledThreadPoolExecutor(1, this::make);
  }

  private Thread make(Runnable task) {
    Thread thread = new Thread(task, "stream " + name);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the task again and again until {@link #end}; it lets nothing out. */
  public void every(long millis, Runnable task) {
    executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs the task after all others.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the thread has ended
   */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /** Runs what it was given and this task, and waits for it. Called once, from any other thread. */
  public void end(Runnable last) {
    executor.execute(last);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("stream {}: an outlet did not close within {} s", name, CLOSING_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
