package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.picture.PictureWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's paintings as a row of JPEG pictures, a few a second, each made once for all who take
 * them, on a thread of its own.
 */
public final class MotionJpeg implements SharedOutlet<JpegSink> {
  private static final Logger LOG = LoggerFactory.getLogger(MotionJpeg.class);

  /** One in the slot, and one that is encoded. */
  private static final int FRAMES = 2;

  /** Ten pictures a second: enough to look at, and a JPEG is ten times as large as a packet. */
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(100);

  private final String stream;
  private final FramePool pool;
  private final Set<JpegSink> takers = ConcurrentHashMap.newKeySet();
  // Guarded by this.
  private Frame newest;
  private long last = Long.MIN_VALUE / 2;
  private boolean ended;

  /**
   * @param stream its name
   */
  public MotionJpeg(String stream) {
    this.stream = stream;
    this.pool = new FramePool("JPEG of stream " + stream, FRAMES);
    Thread thread = new Thread(this::run, "jpeg " + stream);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String describe() {
    return "MJPEG";
  }

  @Override
  public int viewers() {
    return takers.size();
  }

  @Override
  public synchronized void add(JpegSink taker) {
    if (ended) {
      throw new IllegalStateException("the JPEG pictures of stream " + stream + " have ended");
    }
    takers.add(taker);
  }

  @Override
  public void remove(JpegSink taker) {
    takers.remove(taker);
  }

  @Override
  public boolean isIdle() {
    return takers.isEmpty();
  }

  @Override
  public synchronized boolean isEnded() {
    return ended;
  }

  @Override
  public synchronized void picture(Frame frame) {
    if (!ended && frame.timeNanos() - last >= EVERY) {
      last = frame.timeNanos();
      dropNewest();
      newest = frame.copy(pool);
      notifyAll();
    }
  }

  @Override
  public void sound(Sound sound) {
    // Pictures are silent.
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }

  private void dropNewest() {
    if (newest != null) {
      newest.release();
      newest = null;
    }
  }

  private void run() {
    try {
      for (Frame frame = await(); frame != null; frame = await()) {
        byte[] jpeg;
        try {
          jpeg = PictureWriter.jpeg(frame);
        } finally {
          frame.release();
        }
        takers.forEach(taker -> taker.picture(jpeg));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("stream {}: no more JPEG pictures of it", stream, e);
    } finally {
      close();
      synchronized (this) {
        dropNewest();
      }
      takers.forEach(JpegSink::end);
      takers.clear();
      pool.close();
    }
  }

  private synchronized Frame await() throws InterruptedException {
    while (newest == null && !ended) {
      wait();
    }
    Frame frame = ended ? null : newest;
    newest = ended ? newest : null;
    return frame;
  }
}
