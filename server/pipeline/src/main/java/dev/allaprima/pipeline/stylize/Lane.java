package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;

/**
 * A caller's queue in front of an {@link Engine}, for files: bounded, first in first out, every
 * picture painted, when no stream has one. Callable from any thread.
 */
public final class Lane implements AutoCloseable {
  private final Engine engine;
  private final String name;
  private final int depth;
  private final StrokeSource source =
      new StrokeSource() {
        @Override
        public Stroke next() {
          return poll();
        }

        @Override
        public void failed(Throwable cause) {
          callOff(cause);
        }
      };

  // Guarded by this.
  private final Deque<Painting> queue = new ArrayDeque<>();
  private int open;
  private Throwable closed;

  /** A picture that was handed in. */
  public final class Painting extends Stroke {
    // Guarded by the lane.
    private boolean finished;
    private Throwable failure;

    private Painting(OpenStyle style, StyleMix mix, Frame source, Frame target) {
      super(style, mix, source, target);
    }

    @Override
    protected void painted(long nanos) {
      end(null);
    }

    @Override
    protected void failed(Throwable cause) {
      end(cause);
    }

    private void end(Throwable cause) {
      synchronized (Lane.this) {
        finished = true;
        failure = cause;
        open--;
        Lane.this.notifyAll();
      }
    }

    /**
     * Waits until the target shows the painted picture. Both frames are the caller's again when
     * this returns or throws anything but {@link InterruptedException}.
     *
     * @throws dev.allaprima.models.Fault if it could not be painted
     * @throws CancellationException if the lane or the engine was closed before
     */
    public void await() throws InterruptedException {
      synchronized (Lane.this) {
        while (!finished) {
          Lane.this.wait();
        }
        if (failure instanceof Error error) {
          throw error;
        } else if (failure instanceof RuntimeException exception) {
          throw exception;
        }
      }
    }
  }

  Lane(Engine engine, String name, int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("a lane holds at least one picture, not " + depth);
    }
    this.engine = engine;
    this.name = name;
    this.depth = depth;
    engine.addBehind(source);
  }

  /**
   * Hands in a picture; waits while as many as the lane's depth are not painted yet.
   *
   * @param style open on the lane's engine, until this is painted
   * @param source borrowed until it is painted; read only
   * @param target borrowed until it is painted; of the same size, and nobody else's
   * @throws dev.allaprima.models.Fault if the mix is of another number of styles
   * @throws CancellationException if the lane or the engine is closed
   */
  public Painting submit(OpenStyle style, StyleMix mix, Frame source, Frame target)
      throws InterruptedException {
    Painting painting = new Painting(style, mix, source, target);
    synchronized (this) {
      while (open >= depth && closed == null) {
        wait();
      }
      if (closed != null) {
        throw new CancellationException("lane " + name + " is closed: " + closed.getMessage());
      }
      open++;
      queue.add(painting);
    }
    engine.wake();
    return painting;
  }

  private synchronized Stroke poll() {
    return queue.poll();
  }

  private void callOff(Throwable cause) {
    Deque<Painting> left;
    synchronized (this) {
      if (closed == null) {
        closed = cause;
      }
      left = new ArrayDeque<>(queue);
      queue.clear();
      notifyAll();
    }
    left.forEach(painting -> painting.failed(cause));
  }

  /**
   * Calls off what waits and waits for what is being painted: every frame that was handed in is its
   * caller's again when this returns.
   */
  @Override
  public void close() {
    engine.remove(source);
    callOff(new CancellationException("it was closed"));
    boolean interrupted = false;
    synchronized (this) {
      while (open > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
