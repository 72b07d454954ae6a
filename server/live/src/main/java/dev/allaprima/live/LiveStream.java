package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.broadcast.Encoding;
import dev.allaprima.live.broadcast.JpegSink;
import dev.allaprima.live.broadcast.MotionJpeg;
import dev.allaprima.live.broadcast.OnDemand;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.http.LiveApi.Percentiles;
import dev.allaprima.live.http.LiveApi.Statistics;
import dev.allaprima.live.http.LiveApi.Status;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.live.stream.Easel;
import dev.allaprima.live.stream.Outlets;
import dev.allaprima.live.stream.Palette;
import dev.allaprima.live.stream.Publication;
import dev.allaprima.live.stream.Screen;
import dev.allaprima.live.stream.StreamStats;
import dev.allaprima.models.Catalogue;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.picture.PictureWriter;
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
 * publication → easel: sketched → latest slot │ painted             │ composed → screen → outlets
 * the publisher's own thread                  │ the engine's thread │ the stream's thread
 *      sound ───────────────────────────────────────────────────────────────────→ outlets
 * </pre>
 *
 * It outlives its publishers: while there is none its screen shows a slate, and it ends when none
 * comes in time. Called from any thread but its own.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  /** A slate hardly moves; encoders are content with so many pictures a second. */
  private static final long TICK_MILLIS = 200;

  private static final int CLOSING_SECONDS = 10;

  /** Sound comes in pieces of some hundredths of a second. */
  private static final long SILENT_NANOS = 2_000_000_000L;

  private final String name;
  private final Studio studio;
  private final Consumer<LiveStream> onEnd;
  private final long startNanos = System.nanoTime();
  private final StreamStats stats = new StreamStats(this::elapsed);
  private final ScheduledThreadPoolExecutor thread;
  private final Outlets outlets;
  private final OnDemand<PacketSink> packets;
  private final OnDemand<JpegSink> jpegs;
  private final Easel easel;
  private final Screen screen;
  private final StreamSettings settings;

  // Guarded by this.
  private Publication publication;
  private long leftNanos;
  // Set once, under this: no publisher is taken, then nothing is.
  private volatile boolean ending;
  private volatile boolean closed;

  /**
   * What the streams of a server share.
   *
   * @param onCard whether there is an NVIDIA card, which then encodes too
   * @param chores runs what must not keep the calling thread: the closing of publishers and streams
   */
  record Studio(
      Engine engine,
      boolean onCard,
      Brushes brushes,
      Catalogue catalogue,
      Settings.Limits limits,
      Executor chores) {}

  /**
   * Begins without a publisher.
   *
   * @param palette what it is painted in; taken
   * @param onEnd told when its name is to be free again; maybe twice
   */
  LiveStream(String name, Palette palette, Studio studio, Consumer<LiveStream> onEnd) {
    this.name = name;
    this.studio = studio;
    this.onEnd = onEnd;
    this.outlets = new Outlets(name);
    this.packets =
        new OnDemand<>(() -> new Encoding(name, studio.onCard()), this::attach, this::detach);
    this.jpegs = new OnDemand<>(() -> new MotionJpeg(name), this::attach, this::detach);
    this.thread = new ScheduledThreadPoolExecutor(1, this::newThread);
    Controls controls = Controls.of(palette.mix());
    this.easel =
        new Easel(
            name,
            studio.engine(),
            palette,
            controls,
            stats,
            thread,
            picture -> shown(picture),
            this::failed);
    this.screen = new Screen(easel.pool(), outlets);
    this.settings =
        new StreamSettings(name, studio.catalogue(), studio.brushes(), easel, palette, controls);
    studio.engine().add(easel);
    thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    LOG.info("stream {}: begins in {}", name, palette.weights());
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
    requireFree();
    int pixels = studio.limits().pixels();
    publication = new Publication(ingest, this::elapsed, pixels, easel, outlets, this::leaves);
    LOG.info("stream {}: published by {}", name, ingest.describe());
    return publication;
  }

  /** Throws a fault if there is a publisher, or the stream has ended. */
  synchronized void requireFree() {
    if (ending) {
      throw ended(name);
    }
    if (publication != null) {
      throw Fault.of(
          CONFLICT,
          "stream " + name + " is already being published",
          "Choose another name, or end the other publisher first");
    }
  }

  /** Takes the publisher off if it is there. */
  private void leaves(Publication leaving, String reason, boolean forGood) {
    synchronized (this) {
      if (publication == null || publication != leaving) {
        return;
      }
      publication = null;
      leaving.end();
      leftNanos = elapsed();
      ending = forGood && outlets.closeIfEmpty();
    }
    LOG.info("stream {}: {} is gone: {}", name, leaving.ingest().describe(), reason);
    studio.chores().execute(leaving.ingest()::close);
    if (ending) {
      // Nobody would see it, so the name is free at once.
      onEnd.accept(this);
      studio.chores().execute(() -> close("the publisher left"));
    }
  }

  private void shown(Frame picture) {
    screen.painted(picture, elapsed());
  }

  private void tick() {
    if (closed) {
      return;
    }
    try {
      boolean published = publication() != null;
      long now = elapsed();
      if (!published && now - left() > TimeUnit.SECONDS.toNanos(studio.limits().graceSeconds())) {
        String reason = "no publisher came within " + studio.limits().graceSeconds() + " s";
        studio.chores().execute(() -> close(reason, true));
      }
      screen.tick(published, now);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private synchronized Publication publication() {
    return publication;
  }

  private synchronized long left() {
    return leftNanos;
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
      throw ended(name);
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
   * Hands the stream's paintings to the sink as JPEG pictures.
   *
   * @return ends it when closed
   * @throws Fault if the stream has ended
   */
  AutoCloseable watch(JpegSink sink) {
    return jpegs.subscribe(sink);
  }

  /** What is set, and may be changed. */
  StreamSettings settings() {
    return settings;
  }

  /**
   * The newest painting as a JPEG.
   *
   * @throws Fault if there is none yet
   */
  byte[] snapshot() {
    Frame newest = screen.newest();
    if (newest == null) {
      throw Fault.of(
          NOT_FOUND, "stream " + name + " has no picture yet", "Ask when it is published");
    }
    try {
      return PictureWriter.jpeg(newest);
    } finally {
      newest.release();
    }
  }

  static Fault ended(String name) {
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
      freely(last.ingest()::close);
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
    freely(screen::close);
    freely(easel::close);
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
    Publication from = publication();
    long now = elapsed();
    return new Status(
        name,
        from == null ? "nobody" : from.ingest().describe(),
        screen.isSlated() ? "slate" : "live",
        counted.width(),
        counted.height(),
        from != null && from.soundNanos() > now - SILENT_NANOS,
        outlets.viewers(),
        outlets.describe(),
        settings.view(),
        new Statistics(
            counted.received(),
            counted.painted(),
            easel.overwritten(),
            tenths(counted.paintedPerSecond()),
            tenths(counted.paintMillis()),
            new Percentiles(tenths(counted.delayP50Millis()), tenths(counted.delayP95Millis())),
            tenths(outlets.soundDelayMillis()),
            settings.view().renderScale(),
            1,
            Math.round(counted.load() * 1000) / 1000.0));
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
