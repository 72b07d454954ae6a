package dev.allaprima.live;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.http.LiveApi.Percentiles;
import dev.allaprima.live.http.LiveApi.Status;
import dev.allaprima.live.stream.Brush;
import dev.allaprima.live.stream.Brushes;
import dev.allaprima.live.stream.LatestSlot;
import dev.allaprima.live.stream.StreamStats;
import dev.allaprima.live.webrtc.PaintedSource;
import dev.allaprima.live.webrtc.PublisherPeer;
import dev.allaprima.live.webrtc.ViewerPeer;
import dev.allaprima.live.webrtc.WebRtc;
import dev.allaprima.models.Fault;
import dev.allaprima.models.Style;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.stylize.Engine;
import dev.allaprima.pipeline.stylize.Stroke;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, wired from its camera to its viewers:
 *
 * <pre>
 * publisher → frame pool → latest slot │ engine → painted source │ viewers
 * libwebrtc's decoding thread          │ the engine's thread     │ libwebrtc's encoders, one each
 * </pre>
 *
 * Nothing in it queues: the slot holds one frame, and an encoder drops what it has no time for.
 * Otherwise called from any thread but these.
 */
final class LiveStream implements Engine.Source {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

  /** One being received, one in the slot, one being painted, and the one it is painted onto. */
  private static final int FRAMES = 4;

  private final String name;
  private final String session;
  private final Studio studio;
  private final Consumer<LiveStream> onEnd;

  private final long startNanos = System.nanoTime();
  private final StreamStats stats = new StreamStats(this::elapsed);
  private final FramePool pool;
  private final LatestSlot<Frame> slot = new LatestSlot<>(Frame::release);
  private final PublisherPeer publisher;
  private final PaintedSource source;
  private final Map<String, ViewerPeer> viewers = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  // Held by the engine's thread while a frame is in the making, so that nothing it needs is freed.
  // Fair: an engine that is never idle would else keep out whoever wants to change the style.
  private final ReentrantLock painting = new ReentrantLock(true);
  private volatile Brush brush;
  private volatile boolean begun;

  /**
   * What the streams of a server share.
   *
   * @param seats for viewers; as many as there may be
   */
  record Studio(
      WebRtc rtc, Engine engine, Brushes brushes, Semaphore seats, Settings.Limits limits) {}

  /**
   * @param session names the publisher's connection
   * @param brush taken; given back when the stream ends
   * @param onEnd told once, when the stream has ended and everything it held is free
   */
  LiveStream(String name, String session, Brush brush, Studio studio, Consumer<LiveStream> onEnd) {
    this.name = name;
    this.session = session;
    this.brush = brush;
    this.studio = studio;
    this.onEnd = onEnd;
    this.pool = new FramePool("stream " + name, FRAMES);
    this.publisher =
        new PublisherPeer(
            studio.rtc(),
            new PublisherPeer.Intake(pool, this::elapsed, studio.limits().pixels(), this::arrived),
            this::close);
    this.source = new PaintedSource(studio.rtc());
  }

  /**
   * Answers the publisher; its frames are painted from then on.
   *
   * @throws Fault if the offer is no good; the stream is to be closed then
   */
  String publish(String offer, String reachedAt) {
    studio.engine().add(this);
    String answer = publisher.answer(offer, reachedAt, studio.limits().connectSeconds());
    begun = true;
    LOG.info("stream {}: begins, in style {}", name, brush.style());
    return answer;
  }

  /** Takes the frame; on libwebrtc's decoding thread. */
  private void arrived(Frame frame) {
    stats.received(frame.width(), frame.height());
    slot.offer(frame);
    studio.engine().wake();
  }

  /** The newest frame, unless one is in the making: that one is painted first. */
  @Override
  public Stroke next() {
    if (painting.isHeldByCurrentThread()) {
      return null;
    }
    Frame frame = slot.poll();
    if (frame == null) {
      return null;
    }
    painting.lock();
    try {
      if (!closed.get()) {
        Frame target = pool.take(frame.width(), frame.height(), frame.timeNanos());
        return new Picture(brush, frame, target);
      }
    } catch (RuntimeException | Error e) {
      giveUp(frame);
      throw e;
    }
    giveUp(frame);
    return null;
  }

  private void giveUp(Frame frame) {
    painting.unlock();
    frame.release();
  }

  /** A frame in the making, and what it is painted onto; it holds both. */
  private final class Picture extends Stroke {
    Picture(Brush brush, Frame frame, Frame target) {
      super(brush.open(), brush.open().alone(), frame, target);
    }

    @Override
    protected void painted(long nanos) {
      try {
        source.push(target());
        stats.painted(source().timeNanos(), nanos);
      } catch (RuntimeException | Error e) {
        LiveStream.this.failed(e);
      } finally {
        end();
      }
    }

    @Override
    protected void failed(Throwable cause) {
      end();
      LiveStream.this.failed(cause);
    }

    private void end() {
      target().release();
      giveUp(source());
    }
  }

  @Override
  public void failed(Throwable cause) {
    studio.engine().remove(this);
    // A fault says all; anything else is a defect whose place matters.
    Throwable trace = cause instanceof Fault ? null : cause;
    LOG.error("stream {}: painting failed: {}", name, cause.getMessage(), trace);
    studio.rtc().watch().execute(() -> close("painting failed: " + cause.getMessage()));
  }

  /**
   * Answers a viewer, who then sees what is painted.
   *
   * @param viewer names the viewer's connection
   * @throws Fault if the offer is no good, there are too many viewers, or the stream has ended
   */
  String watch(String viewer, String offer, String reachedAt) {
    if (!studio.seats().tryAcquire()) {
      throw Fault.of(
          UNAVAILABLE,
          studio.limits().viewers() + " viewers are here already, as many as the server takes",
          "Close one, or start the server with a higher --max-viewers");
    }
    ViewerPeer peer;
    try {
      peer = new ViewerPeer(studio.rtc(), source, () -> unwatch(viewer));
    } catch (RuntimeException | Error e) {
      studio.seats().release();
      throw e;
    }
    viewers.put(viewer, peer);
    try {
      if (closed.get()) {
        throw gone();
      }
      return peer.answer(offer, reachedAt, studio.limits().connectSeconds());
    } catch (RuntimeException | Error e) {
      unwatch(viewer);
      throw e;
    }
  }

  /** Ends that viewer's connection; returns whether there was one. */
  boolean unwatch(String viewer) {
    ViewerPeer peer = viewers.remove(viewer);
    if (peer == null) {
      return false;
    }
    try {
      peer.close();
    } finally {
      studio.seats().release();
    }
    return true;
  }

  /** Paints in that style from the next frame on; the style is opened first if need be. */
  void restyle(Style style) {
    Brush fresh = studio.brushes().take(style);
    Brush unused = fresh;
    painting.lock();
    try {
      if (closed.get()) {
        throw gone();
      }
      unused = brush;
      brush = fresh;
    } finally {
      painting.unlock();
      studio.brushes().giveBack(unused);
    }
    LOG.info("stream {}: now in style {}", name, style.name());
  }

  private Fault gone() {
    return Fault.of(NOT_FOUND, "stream " + name + " has just ended", "Publish it again");
  }

  /**
   * Ends the stream and its viewers and frees everything; further calls do nothing.
   *
   * @param reason for the log
   */
  void close(String reason) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    int watching = viewers.size();
    studio.engine().remove(this);
    freely(publisher::close);
    viewers.keySet().forEach(viewer -> freely(() -> unwatch(viewer)));
    painting.lock();
    try {
      freely(source::close);
      slot.close();
      pool.close();
    } finally {
      painting.unlock();
    }
    studio.brushes().giveBack(brush);
    onEnd.accept(this);
    if (!begun) {
      return;
    }
    StreamStats.Snapshot counted = stats.snapshot();
    LOG.info(
        "stream {}: ended ({}): {} frames received, {} painted, {} overwritten, {} viewers",
        name,
        reason,
        counted.received(),
        counted.painted(),
        slot.overwritten(),
        watching);
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
        brush.style(),
        counted.width(),
        counted.height(),
        viewers.size(),
        counted.received(),
        counted.painted(),
        slot.overwritten(),
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

  /** Names the publisher's connection. */
  String session() {
    return session;
  }

  /** How many frames of its pool are out; 0 when it has ended. */
  int framesInUse() {
    return pool.inUse();
  }

  private long elapsed() {
    return System.nanoTime() - startNanos;
  }
}
