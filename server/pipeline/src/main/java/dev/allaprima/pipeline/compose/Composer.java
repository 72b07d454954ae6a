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
 * painted → {@link #compose}: steadied → upscaled → source's colours → strength → key → inset → split → overlay
 * </pre>
 *
 * Each of the two is called by one thread at a time; they may be two threads, so that a frame is
 * composed while the next is painted. It remembers frames' contents, never frames.
 */
public final class Composer implements AutoCloseable {
  /** Less is no picture; frames that are smaller themselves are painted as they are. */
  private static final int SMALLEST_SIDE = 16;

  /** The line between source and painting: its width in pixels, and white. */
  private static final int LINE = 2;

  private static final int LINE_Y = 235;

  private static final int LINE_UV = 128;

  /**
   * What a painter is to paint.
   *
   * @param frame the source or a smaller copy; this record holds a reference to it
   * @param mix its styles
   * @param controls those of this frame, for {@link Composer#compose}
   * @param cuts how many changes of the network there were before it
   */
  public record Sketch(Frame frame, StyleMix mix, Controls controls, int cuts) {
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

  /**
   * Controls, the time from which on their fade counts (null for the next frame's), and how often
   * the network had changed by then.
   */
  private record Change(Controls controls, Long fromNanos, int cuts) {}

  private volatile Change change;
  // Of sketch().
  private final Fade fade;
  private int sketchedCuts;
  private final Scaler down = new Scaler();
  // Of compose().
  private final Scaler up = new Scaler();
  private final Steadier steadier = new Steadier();
  private final Keyer keyer = new Keyer();
  private final Scaler inset = new Scaler();
  private int composedCuts;

  /** Begins with these controls; there is no fade to the first mix. */
  public Composer(Controls controls) {
    change = new Change(controls, null, 0);
    fade = new Fade(controls.mix());
  }

  /** Has these controls from the next frame on. Callable from any thread. */
  public synchronized void set(Controls controls) {
    change = new Change(controls, null, change.cuts());
  }

  /**
   * Has these controls from the next frame on, with a fade to their mix that began at {@code
   * fromNanos} on the stream's clock, in the past perhaps. Callable from any thread.
   */
  public synchronized void set(Controls controls, long fromNanos) {
    change = new Change(controls, fromNanos, change.cuts());
  }

  /**
   * Has these controls, whose styles are another network's, from the next frame on: a cut, whatever
   * their fade is. Callable from any thread.
   */
  public synchronized void cutTo(Controls controls) {
    change = new Change(controls, null, change.cuts() + 1);
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
    if (now.cuts() == sketchedCuts) {
      fade.turnTo(controls.mix(), controls.fadeSeconds(), from);
    } else {
      sketchedCuts = now.cuts();
      fade.cutTo(controls.mix());
    }
    StyleMix mix = fade.at(source.timeNanos());
    int width = scaled(source.width(), controls.renderScale());
    int height = scaled(source.height(), controls.renderScale());
    if (width == source.width() && height == source.height()) {
      return new Sketch(source.retain(), mix, controls, now.cuts());
    }
    Frame small = pool.take(width, height, source.timeNanos());
    try {
      down.scale(source, small);
      return new Sketch(small, mix, controls, now.cuts());
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
      if (controls.key() != null) {
        keyer.apply(controls.key(), source, result);
      }
      if (controls.inset() != null) {
        controls.inset().lay(source, result, pool, inset);
      }
      split(result, source, controls.split());
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
    if (steadiness == 0 || sketch.cuts() != composedCuts) {
      steadier.forget();
    }
    composedCuts = sketch.cuts();
    if (steadiness > 0) {
      steadier.steady(sketch.frame(), painted, sketch.mix(), steadiness);
    }
  }

  /** Shows the source left of a thin line. */
  private static void split(Frame result, Frame source, double split) {
    // Even, as chroma needs; the whole width of an odd frame too.
    int edge = Math.min(result.width(), 2 * (int) Math.round(split * (result.width() + 1) / 2));
    if (edge > 0) {
      int chroma = result.chromaWidth();
      Planes.left(result.y(), source.y(), result.width(), edge, LINE, LINE_Y);
      Planes.left(result.u(), source.u(), chroma, (edge + 1) / 2, LINE / 2, LINE_UV);
      Planes.left(result.v(), source.v(), chroma, (edge + 1) / 2, LINE / 2, LINE_UV);
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
    inset.close();
  }
}
