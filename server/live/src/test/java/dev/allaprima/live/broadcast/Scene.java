package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.util.Arrays;

/** A stream by hand: pictures and sound whose time is said, as a publisher would give them. */
public final class Scene implements AutoCloseable {
  public static final long MILLI = 1_000_000;

  private final FramePool pool = new FramePool("scene", 1);

  /** An encoding that waits for the test's pictures, however long they take. */
  public static Encoding unhurried(String name) {
    return new Encoding(name, false, 3_600_000);
  }

  /** Hands a picture to the outlet, grey but for a bar that moves with the time. */
  public void picture(Outlet to, int width, int height, int luma, long timeNanos) {
    Frame frame = pool.take(width, height, timeNanos);
    try {
      byte[] row = new byte[width];
      for (int x = 0; x < width; x++) {
        row[x] = (byte) (luma + (x + timeNanos / (20 * MILLI)) % 16);
      }
      for (int y = 0; y < height; y++) {
        frame.y().put(y * width, row);
      }
      byte[] grey = new byte[frame.u().capacity()];
      Arrays.fill(grey, (byte) 128);
      frame.u().put(grey);
      frame.v().put(grey);
      to.picture(frame);
    } finally {
      frame.release();
    }
  }

  /** Hands 10 ms of a tone to the outlet. */
  public void tone(
      Outlet to, int rate, int channels, double hertz, double loudness, long timeNanos) {
    int frames = rate / 100;
    short[] samples = new short[frames * channels];
    for (int i = 0; i < samples.length; i++) {
      double seconds = timeNanos / 1e9 + (double) (i / channels) / rate;
      samples[i] = (short) (Math.sin(2 * Math.PI * hertz * seconds) * loudness * Short.MAX_VALUE);
    }
    to.sound(new Sound(samples, rate, channels, timeNanos));
  }

  @Override
  public void close() {
    pool.close();
  }
}
