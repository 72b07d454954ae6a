package dev.allaprima.pipeline.compose;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;

/**
 * Applies {@link Controls} to the frames of one stream, in their order, on both sides of the
 * painter:
 *
 * <pre>
 * source → {@link #sketch}: which mix of styles, how large → the painter
 * painted → {@link #compose}: steadied → upscaled → source's colours → strength → overlay
 * </pre>
 *
 * Each of the two is called by one thread at a time; they may be two threads, so that a frame is
 * composed while the next is painted. It remembers frames' contents, never frames.
 */
public final class Composer implements AutoCloseable {
  /** Less is no picture; frames that are smaller themselves are painted as they are. */
  private static final int SMALLEST_SIDE = 16;

  /**
   * What a painter is to paint.
   *
   * @param frame the source or a smaller copy; this record holds a reference to it
   * @param mix its styles
   * @param controls those of this frame, for {@link Composer#compose}
   */
  public record Sketch(Frame frame, StyleMix mix, Controls controls) {
    /** Gives the reference back. */
    public void release() {
      frame.release();
    }
  }

  /** Paints a frame; see {@code Stylizer.paint}. */
  public interface Painter {
    /**
     * @param source borrowed, read only
     * @param target borrowed, written; of the same size
     * @param mix of the network's styles
     */
    void paint(Frame source, Frame target, StyleMix mix);
  }

  /** Controls and the time from which on their fade counts; null for the next frame's. */
  private record Change(Controls controls, Long fromNanos) {}

  private volatile Change change;
  // Of sketch().
  private final Fade fade;
  private final Scaler down = new Scaler();
  // Of compose().
  private final Scaler up = new Scaler();
  private final Steadier steadier = new Steadier();

  /** Begins with these controls; there is no fade to the first mix. */
  public Composer(Controls controls) {
    change = new Change(controls, null);
    fade = new Fade(controls.mix());
  }

  /** Has these controls from the next frame on. Callable from any thread. */
  public void set(Controls controls) {
    change = new Change(controls, null);
  }

  /**
   * Has these controls from the next frame on, with a fade to their mix that began at {@code
   * fromNanos} on the stream's clock, in the past perhaps. Callable from any thread.
   */
  public void set(Controls controls, long fromNanos) {
    change = new Change(controls, fromNanos);
  }

  /** The controls of the next frame. Callable from any thread. */
  public Controls controls() {
    return change.controls();
  }

  /**
   * Says what is to be painted for the stream's next frame.
   *
   * @param source borrowed; the sketch adds a reference if it is to be painted itself
   * @param pool for a smaller copy of it
   * @return whose reference is the caller's to release
   */
  public Sketch sketch(Frame source, FramePool pool) {
    Change now = change;
    Controls controls = now.controls();
    long from = now.fromNanos() == null ? source.timeNanos() : now.fromNanos();
    fade.turnTo(controls.mix(), controls.fadeSeconds(), from);
    StyleMix mix = fade.at(source.timeNanos());
    int width = scaled(source.width(), controls.renderScale());
    int height = scaled(source.height(), controls.renderScale());
    if (width == source.width() && height == source.height()) {
      return new Sketch(source.retain(), mix, controls);
    }
    Frame small = pool.take(width, height, source.timeNanos());
    try {
      down.scale(source, small);
      return new Sketch(small, mix, controls);
    } catch (RuntimeException | Error e) {
      small.release();
      throw e;
    }
  }

  private static int scaled(int side, double scale) {
    if (scale == 1) {
      return side;
    }
    return Math.min(side, Math.max(SMALLEST_SIDE, 2 * (int) Math.round(side * scale / 2)));
  }

  /**
   * Makes the picture to be shown.
   *
   * @param source the frame that the sketch was made of; borrowed
   * @param sketch borrowed
   * @param painted the painted sketch, of its size; taken, its only reference
   * @param pool for the result if {@code painted} is smaller
   * @return of the source's size and time, with one reference for the caller to release
   */
  public Frame compose(Frame source, Sketch sketch, Frame painted, FramePool pool) {
    Controls controls = sketch.controls();
    Frame result = painted;
    try {
      steady(sketch, painted);
      if (painted.width() != source.width() || painted.height() != source.height()) {
        result = enlarged(painted, source, pool);
        painted.release();
      }
      int original = (int) Math.round((1 - controls.strength()) * Planes.ONE);
      int originalColours = controls.originalColours() ? Planes.ONE : original;
      Planes.blend(result.y(), source.y(), original);
      Planes.blend(result.u(), source.u(), originalColours);
      Planes.blend(result.v(), source.v(), originalColours);
      if (controls.overlay() != null) {
        controls.overlay().lieOver(result);
      }
      return result;
    } catch (RuntimeException | Error e) {
      result.release();
      throw e;
    }
  }

  private Frame enlarged(Frame painted, Frame source, FramePool pool) {
    Frame large = pool.take(source.width(), source.height(), source.timeNanos());
    try {
      up.scale(painted, large);
      return large;
    } catch (RuntimeException | Error e) {
      large.release();
      throw e;
    }
  }

  private void steady(Sketch sketch, Frame painted) {
    double steadiness = sketch.controls().steadiness();
    if (steadiness == 0) {
      steadier.forget();
    } else {
      steadier.steady(sketch.frame(), painted, sketch.mix(), steadiness);
    }
  }

  /**
   * The whole way of a frame on the calling thread: sketched, painted, composed.
   *
   * @param source borrowed
   * @param pool for at most three frames at once besides it
   * @return with one reference for the caller to release
   */
  public Frame paint(Frame source, FramePool pool, Painter painter) {
    Sketch sketch = sketch(source, pool);
    try {
      Frame painted =
          pool.take(sketch.frame().width(), sketch.frame().height(), source.timeNanos());
      try {
        painter.paint(sketch.frame(), painted, sketch.mix());
      } catch (RuntimeException | Error e) {
        painted.release();
        throw e;
      }
      return compose(source, sketch, painted, pool);
    } finally {
      sketch.release();
    }
  }

  /** Frees what scales. */
  @Override
  public void close() {
    down.close();
    up.close();
  }
}
