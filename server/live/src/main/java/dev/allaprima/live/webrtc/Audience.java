package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.flow.Outlet;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All who watch one stream by WebRTC: one painted source and a connection for each. */
final class Audience implements Outlet {
  private final WebRtc rtc;
  private final PaintedSource source;
  private final Consumer<Audience> ended;
  private final Runnable seatFree;
  // Guarded by this.
  private final Map<String, ViewerPeer> viewers = new HashMap<>();
  private boolean closed;

  /**
   * @param ended told when the stream has ended and everybody has been sent away
   * @param seatFree told of every viewer who has left
   */
  Audience(WebRtc rtc, Consumer<Audience> ended, Runnable seatFree) {
    this.rtc = rtc;
    this.source = new PaintedSource(rtc);
    this.ended = ended;
    this.seatFree = seatFree;
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
    return "WebRTC";
  }

  @Override
  public synchronized int viewers() {
    return viewers.size();
  }

  @Override
  public void picture(Frame frame) {
    source.push(frame);
  }

  /** Viewers are sent no sound. */
  @Override
  public void sound(Sound sound) {}

  @Override
  public void close() {
    List<String> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(viewers.keySet());
    }
    left.forEach(this::leave);
    source.close();
    ended.accept(this);
  }
}
