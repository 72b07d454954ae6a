package dev.allaprima.live.stream;

import dev.allaprima.live.stream.Adaptation.Quality;
import dev.allaprima.pipeline.compose.Composer;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Stroke;
import dev.allaprima.pipeline.stylize.StrokeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one stream's frames become pictures:
 *
 * <pre>
 * sketched → latest slot │ painted             │ composed → shown
 * the receiving thread   │ the engine's thread │ the stream's thread
 * </pre>
 *
 * The engine does nothing here but take and hand on, so that all of its time goes into painting.
 * Nothing queues: of the frames that wait for the engine only the newest is kept, and while two of
 * the stream's are in the making, in painting and composing, the engine takes no third.
 */
public final class Easel implements StrokeSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Easel.class);

  /** One painted while the one before is composed. */
  private static final int IN_THE_MAKING = 2;

  /**
   * What may be out at once: two being received, where one publisher follows another; a source and
   * its smaller copy in the slot, and two more with their paintings in the making; one enlarged;
   * and two for whoever shows them: the newest picture and the slate made of it.
   */
  private static final int FRAMES = 2 + 2 + IN_THE_MAKING * 3 + 1 + 3;

  private final Engine engine;
  private final StreamStats stats;
  private final Executor thread;
  private final Consumer<Frame> shown;
  private final Consumer<Throwable> broken;
  private final FramePool pool;
  private final LatestSlot<Job> slot = new LatestSlot<>(Job::release);
  private final AtomicInteger making = new AtomicInteger();
  private final Composer composer;
  private final Adaptation adaptation = new Adaptation();
  // Guarded by this.
  private Palette palette;
  private Controls controls;
  private Quality quality = Quality.BEST;
  private long arrived;
  private long offered;
  private long arrivedBefore;
  private long lookedAt;
  private double rate;
  private boolean closed;
  // The stream's thread's alone.
  private boolean freed;

  /** A frame on its way; holds a reference to all three. */
  private record Job(Brush brush, Frame source, Composer.Sketch sketch) {
    void release() {
      sketch.release();
      source.release();
      brush.release();
    }
  }

  /**
   * @param name the stream's
   * @param palette what it begins with; taken
   * @param controls likewise; their mix is the palette's
   * @param thread the stream's, which runs what it is given one by one in its order; it rejects
   *     when the stream has ended
   * @param shown is lent each picture, on the stream's thread
   * @param broken told that nothing can be painted any more; on the engine's thread
   */
  public Easel(
      String name,
      Engine engine,
      Palette palette,
      Controls controls,
      StreamStats stats,
      Executor thread,
      Consumer<Frame> shown,
      Consumer<Throwable> broken) {
    this.engine = engine;
    this.palette = palette;
    this.controls = controls;
    this.stats = stats;
    this.thread = thread;
    this.shown = shown;
    this.broken = broken;
    this.pool = new FramePool("stream " + name, FRAMES);
    this.composer = new Composer(controls);
  }

  /** The stream's frames. */
  public FramePool pool() {
    return pool;
  }

  /** Takes the stream's next frame to be painted. Called by one thread at a time; returns soon. */
  public void paint(Frame frame) {
    stats.received(frame.width(), frame.height());
    synchronized (this) {
      if (closed || arrived++ % quality.divisor() != 0) {
        frame.release();
        return;
      }
      offered++;
      Composer.Sketch sketch;
      try {
        sketch = composer.sketch(frame, pool);
      } catch (RuntimeException | Error e) {
        frame.release();
        throw e;
      }
      slot.offer(new Job(palette.brush().retain(), frame, sketch));
    }
    engine.wake();
  }

  /**
   * Paints so from the next frame on. Styles fade into those before as the controls have it; those
   * of another network have nothing in common with them and follow by a cut.
   *
   * @param fresh taken; null for the one there is
   * @param asked their mix is the palette's
   * @return whether it does: not when it is closed
   */
  public synchronized boolean set(Palette fresh, Controls asked) {
    if (closed) {
      if (fresh != null) {
        fresh.release();
      }
      return false;
    }
    controls = asked;
    if (fresh != null && !fresh.sharesNetworkWith(palette)) {
      composer.cutTo(inEffect());
    } else {
      composer.set(inEffect());
    }
    if (fresh != null) {
      palette.release();
      palette = fresh;
    }
    return true;
  }

  private Controls inEffect() {
    return controls.withRenderScale(quality.renderScale(controls.renderScale()));
  }

  /**
   * Looks, about once a second, at whether the painter keeps up, and paints less or more from the
   * next frame on. Called by one thread at a time.
   *
   * @param nowNanos on the stream's clock
   * @param adaptive whether anything but what is set may be painted
   */
  public synchronized void keepUp(long nowNanos, boolean adaptive) {
    rate = (arrived - arrivedBefore) * 1e9 / Math.max(1, nowNanos - lookedAt);
    arrivedBefore = arrived;
    lookedAt = nowNanos;
    double paintNanos = stats.snapshot().paintMillis() * 1e6;
    Quality next =
        adaptive
            ? adaptation.look(
                nowNanos, offered, slot.overwritten(), paintNanos, controls.renderScale())
            : adaptation.reset();
    if (!next.equals(quality)) {
      LOG.info(
          "{}: is painted at render scale {}, frame divisor {}",
          pool.name(),
          next.renderScale(controls.renderScale()),
          next.divisor());
      quality = next;
      composer.set(inEffect());
    }
  }

  /** How many frames a second arrived, between the last two looks. */
  public synchronized double rate() {
    return rate;
  }

  /** Width and height that are painted, by the frame's. */
  public synchronized double renderScale() {
    return inEffect().renderScale();
  }

  /** Every so-manieth frame is painted. */
  public synchronized int divisor() {
    return quality.divisor();
  }

  /** How many frames were never painted because a newer one came. */
  public long overwritten() {
    return slot.overwritten();
  }

  @Override
  public Stroke next() {
    if (making.get() >= IN_THE_MAKING) {
      return null;
    }
    Job job = slot.poll();
    if (job == null) {
      return null;
    }
    Frame target = null;
    try {
      Frame sketched = job.sketch().frame();
      target = pool.take(sketched.width(), sketched.height(), sketched.timeNanos());
      Stroke stroke = new Painting(job, target);
      making.incrementAndGet();
      return stroke;
    } catch (RuntimeException | Error e) {
      if (target != null) {
        target.release();
      }
      job.release();
      throw e;
    }
  }

  @Override
  public void failed(Throwable cause) {
    broken.accept(cause);
  }

  /** A frame in the making, and what it is painted onto; it holds both. */
  private final class Painting extends Stroke {
    private final Job job;

    Painting(Job job, Frame target) {
      super(job.brush().open(), job.sketch().mix(), job.sketch().frame(), target);
      this.job = job;
    }

    @Override
    protected void painted(long nanos) {
      try {
        thread.execute(() -> compose(nanos));
      } catch (RejectedExecutionException e) {
        // The stream has ended meanwhile.
        target().release();
        done();
      }
    }

    private void compose(long nanos) {
      if (freed) {
        target().release();
        done();
        return;
      }
      try {
        Frame picture = composer.compose(job.source(), job.sketch(), target(), pool);
        try {
          shown.accept(picture);
        } finally {
          picture.release();
        }
        stats.painted(
            job.source().timeNanos(), nanos, company(), source().width() * source().height());
      } catch (RuntimeException | Error e) {
        broken.accept(e);
      } finally {
        done();
      }
    }

    @Override
    protected void failed(Throwable cause) {
      target().release();
      done();
      broken.accept(cause);
    }

    private void done() {
      job.release();
      making.decrementAndGet();
      engine.wake();
    }
  }

  /** Takes no further frame; what is in the making is shown if there is somebody to show it. */
  public void stop() {
    synchronized (this) {
      closed = true;
    }
    slot.close();
  }

  /** Frees everything, after {@link #stop}; on the stream's thread, which has nothing left. */
  @Override
  public synchronized void close() {
    freed = true;
    composer.close();
    palette.release();
  }
}
