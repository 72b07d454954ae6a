package dev.allaprima.live.broadcast.push;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.access.Reach;
import dev.allaprima.live.broadcast.push.Pushes.Pace;
import dev.allaprima.models.Fault;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one stream to one address, on a thread of its own, until it is told not to or the stream
 * ends. What breaks is tried again, each time after a longer pause; meanwhile nothing is encoded
 * for it.
 */
final class Push implements Route.Sender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Push.class);

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
  private final Route route;
  private final Reach reach;
  private final Pace pace;
  private final Runnable onEnd;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private volatile State state = State.CONNECTING;
  private volatile String reason;
  private volatile boolean streamEnded;

  /**
   * Begins.
   *
   * @param reach where it may go
   * @param onEnd told on its thread when it has ended by itself
   */
  Push(String stream, Target target, Route route, Reach reach, Pace pace, Runnable onEnd) {
    this.stream = stream;
    this.target = target;
    this.route = route;
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

  /** Sends until something breaks; returns what, or null where it is to go on at once. */
  private String attempt() throws InterruptedException {
    try {
      reach.check(target.host());
      streamEnded = route.send(this);
      return null;
    } catch (Fault e) {
      // There is no such stream any more: nothing else is not found here.
      streamEnded = e.kind() == NOT_FOUND;
      return e.getMessage();
    }
  }

  @Override
  public boolean isStopped() {
    return stop.getCount() == 0;
  }

  @Override
  public void live() {
    state = State.LIVE;
    reason = null;
    LOG.info("stream {}: is pushed to {}", stream, target);
  }

  /** Ends it soon: an attempt that is under way is broken off, a broadcast says farewell. */
  @Override
  public void close() {
    stop.countDown();
    if (state != State.LIVE) {
      route.cancel();
    }
  }

  /** Waits until it has ended, but not for ever. */
  void join(long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
