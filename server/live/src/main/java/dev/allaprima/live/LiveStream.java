package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.broadcast.Encoding;
import dev.allaprima.live.broadcast.JpegSink;
import dev.allaprima.live.broadcast.MotionJpeg;
import dev.allaprima.live.broadcast.OnDemand;
import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.http.LiveApi.PaintSettings;
import dev.allaprima.live.http.LiveApi.Status;
import dev.allaprima.live.stream.Admission;
import dev.allaprima.live.stream.Easel;
import dev.allaprima.live.stream.Outlets;
import dev.allaprima.live.stream.Palette;
import dev.allaprima.live.stream.Publication;
import dev.allaprima.live.stream.PublisherSeat;
import dev.allaprima.live.stream.Screen;
import dev.allaprima.live.stream.StreamStats;
import dev.allaprima.live.stream.StreamThread;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.compose.Controls;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.picture.PictureWriter;
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

  /** A second: whether the painter keeps up is looked at so often. */
  private static final int TICKS_A_LOOK = 5;

  private final String name;
  private final Studio studio;
  private final Consumer<LiveStream> onEnd;
  private final long startNanos = System.nanoTime();
  private final StreamStats stats = new StreamStats(this::elapsed);
  private final StreamThread thread;
  private final Outlets outlets;
  private final OnDemand<PacketSink> packets;
  private final OnDemand<JpegSink> jpegs;
  private final Easel easel;
  private final Screen screen;
  private final StreamSettings settings;
  private final PublisherSeat seat;

  // Set once, under this.
  private volatile boolean closed;
  // The stream's thread's alone.
  private int ticks;

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
    this.thread = new StreamThread(name);
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
    this.seat =
        new PublisherSeat(
            name, this::elapsed, studio.limits().pixels(), easel, outlets, this::left);
    studio.engine().add(easel);
    thread.every(TICK_MILLIS, this::tick);
    LOG.info("stream {}: begins in {}", name, palette.weights());
  }

  /** Where publishers hand in. */
  PublisherSeat seat() {
    return seat;
  }

  private void left(Publication leaving, boolean over) {
    if (leaving.refusal() != null) {
      studio.endings().unacceptable(name, leaving.refusal());
    }
    studio.chores().execute(leaving.ingest()::close);
    if (over) {
      unwanted();
    }
  }

  private void unwanted() {
    // Nobody would see it, so the name is free at once.
    onEnd.accept(this);
    studio.chores().execute(() -> close("the publisher left"));
  }

  private void shown(Frame picture) {
    screen.painted(picture, elapsed());
  }

  private void tick() {
    if (closed) {
      return;
    }
    try {
      if (seat.emptyFor() > TimeUnit.SECONDS.toNanos(studio.limits().graceSeconds())) {
        String reason = "no publisher came within " + studio.limits().graceSeconds() + " s";
        studio.chores().execute(() -> close(reason, true));
      } else if (seat.closeIfUnwanted()) {
        unwanted();
      }
      long now = elapsed();
      screen.tick(seat.publication() != null, now);
      if (++ticks % TICKS_A_LOOK == 0) {
        look(now);
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void look(long now) {
    easel.keepUp(now, settings.view().adaptive());
    double painting = stats.snapshot().nanosPerPixel();
    if (painting > 0) {
      studio.admission().measured(painting);
    }
  }

  /** What it takes of the painter's time at its least, by {@link Admission}. */
  double least() {
    StreamStats.Snapshot counted = stats.snapshot();
    PaintSettings set = settings.view();
    return studio
        .admission()
        .least(
            counted.nanosPerPixel(),
            counted.width(),
            counted.height(),
            easel.rate(),
            set.renderScale(),
            set.adaptive());
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
    studio.endings().unpaintable(name, cause);
    studio.chores().execute(() -> close("painting failed: " + cause.getMessage()));
  }

  /**
   * Hands everything to the outlet from now on.
   *
   * @throws Fault if the stream has ended
   */
  void attach(Outlet outlet) {
    if (!outlets.add(outlet)) {
      throw PublisherSeat.ended(name);
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

  /**
   * Ends the stream and everything that hangs on it; further calls do nothing.
   *
   * @param reason for the log
   */
  void close(String reason) {
    close(reason, false);
  }

  private void close(String reason, boolean onlyUnpublished) {
    synchronized (this) {
      // Somebody may have taken it up in this moment.
      if (closed || !seat.close(onlyUnpublished)) {
        return;
      }
      closed = true;
    }
    int watching = outlets.viewers();
    studio.engine().remove(easel);
    easel.stop();
    thread.end(this::free);
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
    return StreamReport.of(
        name, seat.publication(), settings.view(), easel, screen, outlets, stats);
  }

  /** Whether it goes anywhere. */
  boolean isWatched() {
    return !outlets.isEmpty();
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
