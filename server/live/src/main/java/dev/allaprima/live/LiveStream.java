package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.broadcast.PacketFeed;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.live.http.LiveApi.Percentiles;
import dev.allaprima.live.http.LiveApi.Status;
import dev.allaprima.live.stream.Brush;
import dev.allaprima.live.stream.Easel;
import dev.allaprima.live.stream.Outlets;
import dev.allaprima.live.stream.Slate;
import dev.allaprima.live.stream.StreamStats;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.stylize.Engine;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, wired from whoever publishes it to wherever it goes:
 *
 * <pre>
 * ingest → sketched → latest slot │ painted             │ composed → outlets
 * the publisher's own thread      │ the engine's thread │ the stream's thread, the slate's too
 * sound ────────────────────────────────────────────────────────────→ outlets
 * </pre>
 *
 * It outlives its publishers: while there is none its outlets are shown a slate, and it ends when
 * none comes in time. Called from any thread but its own.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  /** A slate hardly moves; encoders are content with so many pictures a second. */
  private static final long TICK_MILLIS = 200;

  /** A publisher who sends nothing for so long is shown as gone: its network may be cut. */
  private static final long STALLED_NANOS = 3_000_000_000L;

  private static final int CLOSING_SECONDS = 10;

  private final String name;
  private final Studio studio;
  private final Consumer<LiveStream> onEnd;
  private final long startNanos = System.nanoTime();
  private final StreamStats stats = new StreamStats(this::elapsed);
  private final ScheduledThreadPoolExecutor thread;
  private final Outlets outlets;
  private final PacketFeed packets;
  private final Easel easel;

  // Guarded by this.
  private Publication publication;
  private long leftNanos;
  // Set once, under this.
  private volatile boolean ending;
  private volatile boolean closed;
  // Written by the stream's thread, under this.
  private Frame newest;

  // The stream's thread's alone, but for status.
  private final Slate slate;
  private volatile boolean slated;
  private long paintedNanos;
  private long shownNanos = -1;

  /**
   * What the streams of a server share.
   *
   * @param onCard whether there is an NVIDIA card, which then encodes too
   * @param chores runs what must not keep the calling thread: the closing of publishers and streams
   */
  record Studio(Engine engine, boolean onCard, Settings.Limits limits, Executor chores) {}

  /**
   * Begins without a publisher.
   *
   * @param brush taken
   * @param onEnd told when its name is to be free again; maybe twice
   */
  LiveStream(String name, Brush brush, Studio studio, Consumer<LiveStream> onEnd) {
    this.name = name;
    this.studio = studio;
    this.onEnd = onEnd;
    this.outlets = new Outlets(name);
    this.packets = new PacketFeed(name, studio.onCard(), this::attach, this::detach);
    this.thread = new ScheduledThreadPoolExecutor(1, this::newThread);
    this.easel =
        new Easel(name, studio.engine(), brush, stats, thread, this::painted, this::failed);
    this.slate = new Slate(easel.pool());
    studio.engine().add(easel);
    thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    LOG.info("stream {}: begins", name);
  }

  private Thread newThread(Runnable task) {
    Thread made = new Thread(task, "stream " + name);
    made.setDaemon(true);
    return made;
  }

  /**
   * Takes what the publisher hands in from now on.
   *
   * @throws Fault if there is one already, or the stream has ended
   */
  synchronized Intake publish(Ingest ingest) {
    if (ending) {
      throw ended();
    }
    if (publication != null) {
      throw Fault.of(
          CONFLICT,
          "stream " + name + " is already being published",
          "Choose another name, or end the other publisher first");
    }
    publication = new Publication(ingest);
    LOG.info("stream {}: published by {}", name, ingest.describe());
    return publication;
  }

  /** What one publisher hands in, until it goes. */
  private final class Publication implements Intake {
    private final Ingest ingest;
    private final Object pictures = new Object();
    private final Object sounds = new Object();
    // Written under both locks, read under one.
    private boolean over;

    Publication(Ingest ingest) {
      this.ingest = ingest;
    }

    @Override
    public long now() {
      return elapsed();
    }

    @Override
    public Frame take(int width, int height, long timeNanos) {
      int most = studio.limits().pixels();
      if (width < 2 || height < 2 || (long) width * height > most) {
        throw Fault.of(
            INVALID,
            "a picture of %dx%d is outside of what the server paints, 2x2 to %d pixels"
                .formatted(width, height, most),
            "Publish at another size");
      }
      return easel.pool().take(width, height, timeNanos);
    }

    @Override
    public void picture(Frame frame) {
      synchronized (pictures) {
        if (over) {
          frame.release();
        } else {
          easel.paint(frame);
        }
      }
    }

    @Override
    public void sound(Sound sound) {
      synchronized (sounds) {
        if (!over) {
          outlets.sound(sound);
        }
      }
    }

    @Override
    public void gone(String reason) {
      retire(this, reason, false);
    }

    @Override
    public void left() {
      retire(this, "it left", true);
    }

    /** When this returns, nothing more of it comes through. */
    void end() {
      synchronized (pictures) {
        synchronized (sounds) {
          over = true;
        }
      }
    }
  }

  /** Takes the publisher off if it is there. */
  private void retire(Publication leaving, String reason, boolean forGood) {
    synchronized (this) {
      if (publication == null || publication != leaving) {
        return;
      }
      publication = null;
      leaving.end();
      leftNanos = elapsed();
      ending = forGood && outlets.closeIfEmpty();
    }
    LOG.info("stream {}: {} is gone: {}", name, leaving.ingest.describe(), reason);
    studio.chores().execute(leaving.ingest::close);
    if (ending) {
      // Nobody would see it, so the name is free at once.
      onEnd.accept(this);
      studio.chores().execute(() -> close("the publisher left"));
    }
  }

  private synchronized Publication publication() {
    return publication;
  }

  /** Shows the painted picture, borrowed. */
  private void painted(Frame picture) {
    slated = false;
    slate.clear();
    paintedNanos = elapsed();
    synchronized (this) {
      if (newest != null) {
        newest.release();
      }
      newest = picture.retain();
    }
    show(picture);
  }

  private void show(Frame picture) {
    // What was in painting while the slate was shown is older than that.
    if (picture.timeNanos() > shownNanos) {
      shownNanos = picture.timeNanos();
      outlets.picture(picture);
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    try {
      long now = elapsed();
      boolean published = publication() != null;
      if (!published && now - left() > TimeUnit.SECONDS.toNanos(studio.limits().graceSeconds())) {
        studio.chores().execute(this::expire);
      }
      if (slated || !published || now - paintedNanos > STALLED_NANOS) {
        slated = true;
        Frame picture = slate.next(newest, now);
        show(picture);
        picture.release();
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private synchronized long left() {
    return leftNanos;
  }

  private void expire() {
    close("no publisher came within " + studio.limits().graceSeconds() + " s", true);
  }

  /** Ends the stream: nothing can be painted any more. */
  void failed(Throwable cause) {
    studio.engine().remove(easel);
    if (closed) {
      return;
    }
    // A fault says all; anything else is a defect whose place matters.
    Throwable trace = cause instanceof Fault ? null : cause;
    LOG.error("stream {}: painting failed: {}", name, cause.getMessage(), trace);
    studio.chores().execute(() -> close("painting failed: " + cause.getMessage()));
  }

  /**
   * Hands everything to the outlet from now on.
   *
   * @throws Fault if the stream has ended
   */
  void attach(Outlet outlet) {
    if (!outlets.add(outlet)) {
      throw ended();
    }
  }

  /** Hands nothing more to the outlet. */
  void detach(Outlet outlet) {
    outlets.remove(outlet);
  }

  /**
   * Hands the stream's packets to the sink.
   *
   * @return ends it when closed
   * @throws Fault if the stream has ended
   */
  AutoCloseable subscribe(PacketSink sink) {
    return packets.subscribe(sink);
  }

  /**
   * Paints with that brush, taken, from the next frame on.
   *
   * @throws Fault if the stream has ended
   */
  void paintWith(Brush brush) {
    String style = brush.style();
    if (!easel.paintWith(brush)) {
      throw ended();
    }
    LOG.info("stream {}: in style {} from now on", name, style);
  }

  private Fault ended() {
    return Fault.of(NOT_FOUND, "stream " + name + " has just ended", "Publish it again");
  }

  /**
   * Ends the stream and everything that hangs on it; further calls do nothing.
   *
   * @param reason for the log
   */
  void close(String reason) {
    close(reason, false);
  }

  private void close(String reason, boolean onlyUnpublished) {
    Publication last;
    synchronized (this) {
      last = publication;
      // Somebody may have taken it up in this moment.
      if (closed || onlyUnpublished && last != null) {
        return;
      }
      ending = true;
      closed = true;
      publication = null;
    }
    if (last != null) {
      last.end();
      freely(last.ingest::close);
    }
    int watching = outlets.viewers();
    studio.engine().remove(easel);
    easel.stop();
    thread.execute(this::free);
    thread.shutdown();
    awaitEnd();
    onEnd.accept(this);
    StreamStats.Snapshot counted = stats.snapshot();
    LOG.info(
        "stream {}: ended ({}): {} frames received, {} painted, {} overwritten, {} viewers",
        name,
        reason,
        counted.received(),
        counted.painted(),
        easel.overwritten(),
        watching);
  }

  /** Runs as the stream's thread's last but for what the engine may yet have finished. */
  private void free() {
    freely(outlets::close);
    freely(easel::close);
    freely(slate::close);
    synchronized (this) {
      if (newest != null) {
        newest.release();
        newest = null;
      }
    }
  }

  private void awaitEnd() {
    try {
      if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("stream {}: an outlet did not close within {} s", name, CLOSING_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes one step of closing; one that fails keeps none of the others from being taken. */
  private void freely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: something of it could not be freed", name, e);
    }
  }

  /** Everything about it, as it stands now. */
  Status status() {
    StreamStats.Snapshot counted = stats.snapshot();
    return new Status(
        name,
        slated ? "slate" : "live",
        easel.brush().style(),
        counted.width(),
        counted.height(),
        outlets.viewers(),
        counted.received(),
        counted.painted(),
        easel.overwritten(),
        tenths(counted.paintedPerSecond()),
        tenths(counted.paintMillis()),
        new Percentiles(tenths(counted.delayP50Millis()), tenths(counted.delayP95Millis())));
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  String name() {
    return name;
  }

  /** How many frames of its pool are out; 0 soon after it has ended. */
  int framesInUse() {
    return easel.pool().inUse();
  }

  private long elapsed() {
    return System.nanoTime() - startNanos;
  }
}
