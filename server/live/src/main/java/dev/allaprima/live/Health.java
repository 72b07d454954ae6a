package dev.allaprima.live;

import dev.allaprima.live.http.Vitals;
import dev.allaprima.live.stream.Brush;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.models.Catalogue;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.EngineStats;
import dev.allaprima.pipeline.stylize.Stroke;
import dev.allaprima.pipeline.stylize.StrokeSource;
import java.util.concurrent.CompletableFuture;

/**
 * The painter, as probes and figures see it.
 *
 * @param style the one that is painted in to see whether that can be done; null for the catalogue's
 *     first
 */
record Health(Engine engine, Brushes brushes, Catalogue catalogue, String style) implements Vitals {
  /** Large enough for every network, small enough that no stream notices. */
  private static final int SIDE = 64;

  @Override
  public boolean isPainting() {
    return engine.isAlive();
  }

  @Override
  public EngineStats counted() {
    return engine.stats();
  }

  @Override
  public CompletableFuture<Void> paint() {
    Brush brush = brushes.take(catalogue.styleOrFirst(style));
    FramePool pool = new FramePool("self-test", 2);
    Trial trial = new Trial(brush, pool.take(SIDE, SIDE, 0), pool.take(SIDE, SIDE, 0));
    engine.add(trial);
    engine.wake();
    return trial.end.whenComplete(
        (painted, failure) -> {
          engine.remove(trial);
          trial.source().release();
          trial.target().release();
          pool.close();
          brush.release();
        });
  }

  /** One picture, in turn with the streams'; called on the engine's thread. */
  private static final class Trial extends Stroke implements StrokeSource {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean taken;

    Trial(Brush brush, Frame source, Frame target) {
      super(brush.open(), brush.open().alone(), source, target);
    }

    @Override
    public Stroke next() {
      if (taken) {
        return null;
      }
      taken = true;
      return this;
    }

    @Override
    protected void painted(long nanos) {
      end.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      end.completeExceptionally(cause);
    }
  }
}
