package dev.allaprima.live.stream;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;

/**
 * What viewers see while nobody publishes: the last painting, dimmed and paler, and on it a circle
 * that a brush draws once and that then breathes. Used by one thread at a time.
 */
public final class Slate implements AutoCloseable {
  /** Where there was no painting yet. */
  private static final int WIDTH = 640;

  private static final int HEIGHT = 360;

  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int GREY = 128;

  /** What is left of the painting's light and of its colours; less at the edges. */
  private static final double LIGHT = 0.36;

  private static final double COLOUR = 0.5;
  private static final double EDGE_LIGHT = 0.55;

  /** The room before any painting: nearly black, and warm. */
  private static final int ROOM_Y = 58;

  private static final int ROOM_U = 125;
  private static final int ROOM_V = 132;

  /** Side of the sign, by the picture's shorter side. */
  private static final double SIGN = 0.4;

  private static final double DIMMING_SECONDS = 1.2;
  private static final double DRAWING_SECONDS = 2.6;

  /** A breath of somebody at rest. */
  private static final double BREATH_SECONDS = 6;

  private final FramePool pool;
  private Frame ground;
  private boolean dimmed;
  private Enso sign;
  private long begun;

  /**
   * @param pool for two frames at once
   */
  public Slate(FramePool pool) {
    this.pool = pool;
  }

  /**
   * The next picture of it.
   *
   * @param last the last painting, borrowed; null if there was none. The same until {@link #clear}
   * @param timeNanos on the stream's clock
   * @return for the caller to release
   */
  public Frame next(Frame last, long timeNanos) {
    if (ground == null) {
      ground =
          last == null ? pool.take(WIDTH, HEIGHT, 0) : pool.take(last.width(), last.height(), 0);
      sign = new Enso((int) (SIGN * Math.min(ground.width(), ground.height())));
      begun = timeNanos;
      dimmed = false;
    }
    double seconds = (timeNanos - begun) / 1e9;
    if (!dimmed) {
      dimmed = last == null || seconds >= DIMMING_SECONDS;
      dim(last, dimmed ? 1 : seconds / DIMMING_SECONDS);
    }
    Frame next = pool.take(ground.width(), ground.height(), timeNanos);
    next.y().put(ground.y());
    next.u().put(ground.u());
    next.v().put(ground.v());
    draw(next, seconds);
    return next;
  }

  /**
   * @param done 0 for the painting as it is, 1 for all of the dimming
   */
  private void dim(Frame last, double done) {
    double soft = done * done * (3 - 2 * done);
    double light = 1 - soft * (1 - LIGHT);
    double edge = 1 - soft * (1 - EDGE_LIGHT);
    double colour = 1 - soft * (1 - COLOUR);
    int width = ground.width();
    ByteBuffer to = ground.y();
    ByteBuffer from = last == null ? null : last.y();
    for (int i = 0; i < to.capacity(); i++) {
      double x = 2.0 * (i % width) / width - 1;
      double y = 2.0 * (i / width) / ground.height() - 1;
      double left = 1 - (1 - edge) * Math.min(1, (x * x + y * y) / 2);
      double luma = from == null ? ROOM_Y - BLACK : light * ((from.get(i) & 255) - BLACK);
      to.put(i, (byte) Math.round(BLACK + left * luma));
    }
    pale(ground.u(), last == null ? null : last.u(), colour, ROOM_U);
    pale(ground.v(), last == null ? null : last.v(), colour, ROOM_V);
  }

  private static void pale(ByteBuffer to, ByteBuffer from, double colour, int room) {
    for (int i = 0; i < to.capacity(); i++) {
      double chroma = from == null ? room : GREY + colour * ((from.get(i) & 255) - GREY);
      to.put(i, (byte) Math.round(chroma));
    }
  }

  private void draw(Frame frame, double seconds) {
    double done = Math.min(1, Math.max(0, seconds - DIMMING_SECONDS / 2) / DRAWING_SECONDS);
    double strength = 0.62 - 0.16 * Math.cos(2 * Math.PI * seconds / BREATH_SECONDS);
    int side = sign.side();
    // Even, as chroma needs.
    int left = (frame.width() - side) / 4 * 2;
    int top = (frame.height() - side) / 4 * 2;
    ByteBuffer luma = frame.y();
    ByteBuffer u = frame.u();
    ByteBuffer v = frame.v();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double ink = strength * sign.at(x, y, done);
        if (ink > 0) {
          blend(luma, (top + y) * frame.width() + left + x, WHITE, ink);
          if (x % 2 == 0 && y % 2 == 0) {
            int at = (top + y) / 2 * frame.chromaWidth() + (left + x) / 2;
            blend(u, at, GREY, ink);
            blend(v, at, GREY, ink);
          }
        }
      }
    }
  }

  private static void blend(ByteBuffer plane, int at, int sample, double share) {
    int there = plane.get(at) & 255;
    plane.put(at, (byte) Math.round(there + share * (sample - there)));
  }

  /** Forgets the painting; the next picture begins anew. */
  public void clear() {
    if (ground != null) {
      ground.release();
      ground = null;
      sign = null;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
