package dev.allaprima.live.stream;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.nio.ByteBuffer;

/**
 * What viewers see while nobody publishes: the last painting, dimmed and paler. Used by one thread
 * at a time.
 */
public final class Slate implements AutoCloseable {
  /** Where there was no painting yet. */
  private static final int WIDTH = 640;

  private static final int HEIGHT = 360;

  private final FramePool pool;
  private Frame ground;

  /**
   * @param pool for two frames at once
   */
  public Slate(FramePool pool) {
    this.pool = pool;
  }

  /**
   * The next picture of it.
   *
   * @param last the last painting, borrowed; null if there was none. What it showed at the first
   *     call after {@link #clear} stays
   * @return for the caller to release
   */
  public Frame next(Frame last, long timeNanos) {
    if (ground == null) {
      ground =
          last == null ? pool.take(WIDTH, HEIGHT, 0) : pool.take(last.width(), last.height(), 0);
      tone(ground.y(), last == null ? null : last.y(), 16, 0.35);
      tone(ground.u(), last == null ? null : last.u(), 128, 0.6);
      tone(ground.v(), last == null ? null : last.v(), 128, 0.6);
    }
    Frame next = pool.take(ground.width(), ground.height(), timeNanos);
    next.y().put(ground.y());
    next.u().put(ground.u());
    next.v().put(ground.v());
    return next;
  }

  /** Moves the samples towards {@code zero}. */
  private static void tone(ByteBuffer to, ByteBuffer from, int zero, double share) {
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Math.round(zero + share * (i - zero));
    }
    for (int i = 0; i < to.capacity(); i++) {
      to.put(i, from == null ? (byte) zero : table[from.get(i) & 255]);
    }
  }

  /** Forgets the painting; the next picture begins anew. */
  public void clear() {
    if (ground != null) {
      ground.release();
      ground = null;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
