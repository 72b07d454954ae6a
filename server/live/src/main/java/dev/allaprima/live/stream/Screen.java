package dev.allaprima.live.stream;

import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;

/**
 * What a stream's outlets are shown: its paintings, and a slate while none come. On the stream's
 * thread unless it says otherwise.
 */
public final class Screen implements AutoCloseable {
  /** A publisher who sends nothing for so long is shown as gone: its network may be cut. */
  private static final long STALLED_NANOS = 3_000_000_000L;

  private final Outlets outlets;
  private final Slate slate;
  private volatile boolean slated;
  private long paintedNanos;
  private long shownNanos = -1;
  // Written under this.
  private Frame newest;

  /**
   * @param pool where the slate is drawn; two frames of it, and one more is kept for {@link
   *     #newest}
   */
  public Screen(FramePool pool, Outlets outlets) {
    this.outlets = outlets;
    this.slate = new Slate(pool);
  }

  /** Shows the painted picture, borrowed; the slate is over. */
  public void painted(Frame picture, long nowNanos) {
    slated = false;
    slate.clear();
    paintedNanos = nowNanos;
    keep(picture.retain());
    show(picture);
  }

  private synchronized void keep(Frame picture) {
    if (newest != null) {
      newest.release();
    }
    newest = picture;
  }

  /** Called a few times a second: shows the slate if there is nothing else to be shown. */
  public void tick(boolean published, long nowNanos) {
    if (slated || !published || nowNanos - paintedNanos > STALLED_NANOS) {
      slated = true;
      Frame picture = slate.next(newest, nowNanos);
      try {
        show(picture);
      } finally {
        picture.release();
      }
    }
  }

  private void show(Frame picture) {
    // What was in painting when the slate was shown is older than that.
    if (picture.timeNanos() > shownNanos) {
      shownNanos = picture.timeNanos();
      outlets.picture(picture);
    }
  }

  /** Whether the slate is shown. Callable from any thread. */
  public boolean isSlated() {
    return slated;
  }

  /** The newest painting, for the caller to release; null if there is none. From any thread. */
  public synchronized Frame newest() {
    return newest == null ? null : newest.retain();
  }

  @Override
  public void close() {
    keep(null);
    slate.close();
  }
}
