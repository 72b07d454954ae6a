package dev.allaprima.live.stream;

import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Lane;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Paints some pictures when the server starts: its first publisher need not wait for the style to
 * be opened, and what painting takes is measured before anybody is let in.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** A stream at its least: 640x360 at half the scale. */
  private static final int WIDTH = 320;

  private static final int HEIGHT = 180;

  /** The first makes the network's tensors; of the others the fastest was disturbed least. */
  private static final int PICTURES = 4;

  private WarmUp() {}

  /**
   * Paints. Called on a thread that may wait for seconds.
   *
   * @param style what publishers are painted in who name none; a fault of it is theirs to hear
   */
  public static void run(
      Engine engine, Brushes brushes, Supplier<Style> style, Admission admission) {
    try {
      Palette palette = brushes.mix(Map.of(style.get(), 1.0));
      try {
        admission.measured(nanosPerPixel(engine, palette));
      } finally {
        palette.release();
      }
      LOG.info("The painter has time for {} streams", admission.streams());
    } catch (Fault e) {
      LOG.warn("Nothing was painted at the start: {}", e.getMessage());
    } catch (CancellationException e) {
      LOG.debug("The server stops already", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double nanosPerPixel(Engine engine, Palette palette) throws InterruptedException {
    long least = Long.MAX_VALUE;
    try (FramePool pool = new FramePool("warm-up", 2);
        Lane lane = engine.lane("warm-up", 1)) {
      Frame source = pool.take(WIDTH, HEIGHT, 0);
      Frame target = pool.take(WIDTH, HEIGHT, 0);
      for (int i = 0; i < PICTURES; i++) {
        long start = System.nanoTime();
        lane.submit(palette.brush().open(), palette.mix(), source, target).await();
        least = i == 0 ? least : Math.min(least, System.nanoTime() - start);
      }
      target.release();
      source.release();
    }
    return (double) least / (WIDTH * HEIGHT);
  }
}
