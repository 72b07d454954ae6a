package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;

/**
 * One picture to be painted by an {@link Engine}, and what becomes of it. Both frames are the
 * caller's; the engine borrows them until it calls {@link #painted} or {@link #failed}, one of
 * which it calls once, on its own thread. They must return soon: the next picture waits.
 */
public abstract class Stroke {
  private final OpenStyle style;
  private final StyleMix mix;
  private final Frame source;
  private final Frame target;
  // Written and read by the engine's thread.
  Throwable failure;
  long nanos;
  int company = 1;
  boolean done;

  /**
   * @param style open on the engine, and kept open until this is painted
   * @param mix of the styles of that style's network
   * @param source read only
   * @param target of the same size; written, so nobody else reads it
   * @throws dev.allaprima.models.Fault if the mix is of another number of styles
   */
  protected Stroke(OpenStyle style, StyleMix mix, Frame source, Frame target) {
    style.session().check(source, target, mix);
    this.style = style;
    this.mix = mix;
    this.source = source;
    this.target = target;
  }

  /**
   * Told that the target shows the painted picture.
   *
   * @param nanos how long the network took, for the whole batch
   */
  protected abstract void painted(long nanos);

  /** Told that it could not be painted; the target is undefined. */
  protected abstract void failed(Throwable cause);

  /** How many pictures were painted at once, this among them; known when it is told. */
  protected final int company() {
    return company;
  }

  /** What it is painted in. */
  public final OpenStyle style() {
    return style;
  }

  final StyleMix mix() {
    return mix;
  }

  /** What is painted. */
  public final Frame source() {
    return source;
  }

  /** What it is painted onto. */
  public final Frame target() {
    return target;
  }

  /** Whether both can be pictures of one batch. */
  final boolean matches(Stroke other) {
    NetworkSession session = style.session();
    int multiple = session.sizeMultiple();
    return session == other.style.session()
        && padded(source.width(), multiple) == padded(other.source.width(), multiple)
        && padded(source.height(), multiple) == padded(other.source.height(), multiple);
  }

  private static int padded(int size, int multiple) {
    return (size + multiple - 1) / multiple;
  }
}
