package dev.allaprima.live.stream;

import dev.allaprima.pipeline.frame.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that paints on a device. It goes round the easels and paints the newest frame of
 * each that has one, so that no stream waits for more than one frame of every other; when none has
 * one, it sleeps until it is woken.
 */
public final class Painter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Painter.class);

  /** A stream, as the painter sees it. Called on the painter's thread. */
  public interface Easel {
    /** Returns the newest frame, which the painter then owns; null if there is none. */
    Frame next();

    /**
     * Paints the frame and hands it on.
     *
     * @param frame borrowed
     */
    void paint(Frame frame);

    /** Told once that painting failed; the easel has been taken away from the painter. */
    void failed(Throwable cause);
  }

  private final List<Easel> easels = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param device what it paints on; names the thread
   */
  public Painter(String device) {
    this.thread = new Thread(this::run, "painter " + device);
  }

  /** Starts the thread. Until then, or without it, {@link #round()} paints step by step. */
  public Painter start() {
    thread.start();
    return this;
  }

  /** Paints this easel's frames from now on. */
  public void add(Easel easel) {
    easels.add(easel);
    wake();
  }

  /** Begins no further frame of this easel; one may be in the making still. */
  public void remove(Easel easel) {
    easels.remove(easel);
  }

  /** Says that an easel has a frame. Callable from any thread; nobody waits. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Whether frames are painted. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    while (running) {
      if (!round()) {
        LockSupport.park(this);
      }
    }
  }

  /** Goes round the easels once; returns whether any had a frame. */
  boolean round() {
    boolean any = false;
    for (Easel easel : easels) {
      any |= running(easel);
    }
    return any;
  }

  private boolean running(Easel easel) {
    try {
      Frame frame = easel.next();
      if (frame == null) {
        return false;
      }
      try {
        easel.paint(frame);
      } finally {
        frame.release();
      }
      return true;
    } catch (Throwable e) {
      easels.remove(easel);
      tell(easel, e);
      return true;
    }
  }

  private static void tell(Easel easel, Throwable cause) {
    try {
      easel.failed(cause);
    } catch (Throwable e) {
      LOG.error("A stream could not be ended", e);
    }
  }

  /** Stops the thread after the frame in the making, and waits for that. */
  @Override
  public void close() {
    running = false;
    wake();
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
