package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who watch one stream by WebRTC: one painted source, the stream's sound held back until its
 * pictures are painted, and a connection for each.
 */
final class Audience implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private static final long BEAT_NANOS = 1_000_000_000L / SoundDelay.PIECES_PER_SECOND;

  /** A machine that stood still for longer does not make good what it has not let hear. */
  private static final long LATE_NANOS = 500_000_000L;

  private final WebRtc rtc;
  private final String name;
  private final boolean people;
  private final PaintedSource source;
  private final Consumer<Audience> ended;
  private final Runnable seatFree;
  // Guarded by this.
  private final Map<String, ViewerPeer> viewers = new HashMap<>();
  private boolean closed;

  private final SoundDelay delay = new SoundDelay();
  private final Future<?> beat;
  // The sound thread's alone.
  private long beatNanos = System.nanoTime();

  /**
   * @param ended told when the stream has ended and everybody has been sent away
   * @param seatFree told of every viewer who has left
   */
  Audience(WebRtc rtc, Consumer<Audience> ended, Runnable seatFree) {
    this(rtc, "WebRTC", true, ended, seatFree);
  }

  /**
   * One that is no people here, but a peer that is called and may show it to others.
   *
   * @param name what it is, for people
   * @param ended told when the stream has ended
   */
  static Audience elsewhere(WebRtc rtc, String name, Runnable ended) {
    return new Audience(rtc, name, false, audience -> ended.run(), () -> {});
  }

  private Audience(
      WebRtc rtc, String name, boolean people, Consumer<Audience> ended, Runnable seatFree) {
    this.rtc = rtc;
    this.name = name;
    this.people = people;
    this.source = new PaintedSource(rtc);
    this.ended = ended;
    this.seatFree = seatFree;
    this.beat = rtc.sounds().scheduleAtFixedRate(this::beat, 0, BEAT_NANOS, TimeUnit.NANOSECONDS);
  }

  /**
   * A connection for one more viewer, which {@link #leave} closes.
   *
   * @param gone run once, on the watch thread, when the viewer has left or never came
   */
  synchronized ViewerPeer join(String id, Runnable gone) {
    if (closed) {
      throw Fault.of(NOT_FOUND, "the stream has just ended", "Watch another one");
    }
    ViewerPeer peer = new ViewerPeer(rtc, source, gone);
    viewers.put(id, peer);
    return peer;
  }

  /** That viewer's connection; null if there is none. */
  synchronized ViewerPeer viewer(String id) {
    return viewers.get(id);
  }

  /** Closes that viewer's connection; returns whether there was one. */
  boolean leave(String id) {
    ViewerPeer peer;
    synchronized (this) {
      peer = viewers.remove(id);
    }
    if (peer == null) {
      return false;
    }
    try {
      peer.close();
    } finally {
      seatFree.run();
    }
    return true;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public synchronized int viewers() {
    return people ? viewers.size() : 0;
  }

  @Override
  public void picture(Frame frame) {
    source.push(frame);
    delay.picture(frame.timeNanos(), System.nanoTime());
  }

  @Override
  public void sound(Sound sound) {
    delay.write(sound, System.nanoTime());
  }

  @Override
  public long soundDelayNanos() {
    return delay.nanos();
  }

  /** Lets be heard what is due, hundredth by hundredth of a second; on the sound thread. */
  private void beat() {
    try {
      long now = System.nanoTime();
      if (now - beatNanos > LATE_NANOS) {
        beatNanos = now;
      }
      // All of it: a piece that were left for the next time would keep what follows late for ever.
      for (; beatNanos <= now; beatNanos += BEAT_NANOS) {
        Sound piece = delay.read(beatNanos);
        if (piece != null) {
          hear(piece);
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The viewers' sound stops", e);
      throw e;
    }
  }

  private void hear(Sound piece) {
    byte[] bytes = new byte[piece.samples().length * Short.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asShortBuffer().put(piece.samples());
    List<ViewerPeer> listening;
    synchronized (this) {
      listening = List.copyOf(viewers.values());
    }
    for (ViewerPeer viewer : listening) {
      viewer.hear(bytes, piece.rate(), piece.channels(), piece.frames());
    }
  }

  @Override
  public void close() {
    List<String> left;
    synchronized (this) {
      closed = true;
      beat.cancel(false);
      left = List.copyOf(viewers.keySet());
    }
    left.forEach(this::leave);
    source.close();
    ended.accept(this);
  }
}
