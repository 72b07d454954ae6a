package dev.allaprima.live.broadcast.push;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.broadcast.PacketMuxer;
import dev.allaprima.live.broadcast.PacketQueue;
import dev.allaprima.live.broadcast.push.Pushes.Pace;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one stream to one address, on a thread of its own, until it is told not to or the stream
 * ends. What breaks is tried again, each time after a longer pause; meanwhile nothing is encoded
 * for it.
 */
final class Push implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Push.class);

  /** Some seconds of 1080p; who is further behind loses pictures up to the next keyframe. */
  private static final long QUEUE_BYTES = 8L << 20;

  private static final long LOOK_MILLIS = 200;

  /** The longest pause between two attempts. */
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** What has held for so long was no failed attempt: the next pause is a short one again. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How it stands. */
  enum State {
    CONNECTING,
    LIVE,
    /** It broke, and is tried again after a pause. */
    WAITING
  }

  private final String stream;
  private final Target target;
  private final Hub hub;
  private final Reach reach;
  private final Pace pace;
  private final Runnable onEnd;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private volatile State state = State.CONNECTING;
  private volatile String reason;
  private volatile boolean streamEnded;
  // Guarded by this: the attempt that may have to be cut short.
  private PacketMuxer muxer;

  /**
   * Begins.
   *
   * @param onEnd told on its thread when it has ended by itself
   */
  Push(String stream, Target target, Hub hub, Reach reach, Pace pace, Runnable onEnd) {
    this.stream = stream;
    this.target = target;
    this.hub = hub;
    this.reach = reach;
    this.pace = pace;
    this.onEnd = onEnd;
    this.thread = new Thread(this::run, "push " + stream + " to " + target.host());
    thread.setDaemon(true);
    thread.start();
  }

  Target target() {
    return target;
  }

  State state() {
    return state;
  }

  /** Why it broke last; null if it has not. */
  String reason() {
    return reason;
  }

  private void run() {
    long pause = pace.firstPauseMillis();
    try {
      while (!isStopped() && !streamEnded) {
        long began = System.nanoTime();
        state = State.CONNECTING;
        String broke = attempt();
        if (broke != null && !isStopped() && !streamEnded) {
          pause = System.nanoTime() - began > HELD_NANOS ? pace.firstPauseMillis() : pause;
          reason = broke;
          state = State.WAITING;
          LOG.warn("stream {}: push to {} broke: {}", stream, target, broke);
          stop.await(pause, TimeUnit.MILLISECONDS);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.info("stream {}: push to {} was interrupted", stream, target);
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: push to {} failed", stream, target, e);
    }
    LOG.info("stream {}: is no longer pushed to {}", stream, target);
    onEnd.run();
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  /** Sends until something breaks; returns what, or null where it is to go on at once. */
  private String attempt() throws InterruptedException {
    try (PacketQueue queue = new PacketQueue(describe(), QUEUE_BYTES)) {
      reach.check(target.host());
      AutoCloseable subscription;
      try {
        subscription = hub.subscribe(stream, queue);
      } catch (Fault e) {
        streamEnded = true;
        return e.getMessage();
      }
      Sender sender = new Sender();
      try {
        boolean more = true;
        while (more && !isStopped() && !sender.changed) {
          more = queue.forward(sender, LOOK_MILLIS);
        }
        return null;
      } finally {
        subscription.close();
        sender.close();
        if (queue.dropped() > 0) {
          LOG.warn(
              "stream {}: push to {} was slow and lost {} packets",
              stream,
              target,
              queue.dropped());
        }
      }
    } catch (Fault e) {
      return e.getMessage();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String describe() {
    return target.toString();
  }

  /** Writes what comes to the address. */
  private final class Sender implements PacketSink {
    private PacketMuxer to;
    private boolean changed;

    @Override
    public String describe() {
      return Push.this.describe();
    }

    @Override
    public void begin(Tracks tracks) {
      if (to != null) {
        // Another size: platforms take it as another broadcast.
        changed = true;
        return;
      }
      to = new PacketMuxer(pace.patienceMillis());
      if (!begun(to)) {
        return;
      }
      to.open(target.format(), target.url(), target.options(), tracks);
      state = State.LIVE;
      reason = null;
      LOG.info("stream {}: is pushed to {}", stream, target);
    }

    @Override
    public void packet(boolean video, AVPacket packet) {
      if (!isStopped()) {
        to.write(video, packet);
      }
    }

    @Override
    public void end(String why) {
      streamEnded = true;
    }

    void close() {
      if (to != null) {
        begun(null);
        to.close();
      }
    }
  }

  /** Notes what may have to be cut short; returns whether it may go on. */
  private synchronized boolean begun(PacketMuxer attempt) {
    muxer = attempt;
    return !isStopped();
  }

  /** Ends it soon: an attempt that is under way is broken off, a broadcast says farewell. */
  @Override
  public void close() {
    stop.countDown();
    synchronized (this) {
      if (muxer != null && state != State.LIVE) {
        muxer.cancel();
      }
    }
  }
}
