package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** The sessions of WHEP: who watches by WebRTC. Callable from any thread but libwebrtc's own. */
public final class Whep {
  private final WebRtc rtc;
  private final Hub hub;
  private final int most;
  private final int patience;
  private final Semaphore seats;
  // Guarded by this.
  private final Map<String, Audience> audiences = new HashMap<>();

  /**
   * @param viewers of all streams together, at most
   * @param patience seconds that a peer has to connect
   */
  public Whep(WebRtc rtc, Hub hub, int viewers, int patience) {
    this.rtc = rtc;
    this.hub = hub;
    this.most = viewers;
    this.patience = patience;
    this.seats = new Semaphore(viewers);
  }

  /**
   * Shows a stream to the peer whose offer this is.
   *
   * @param reachedAt the IPv4 addresses that the peer reaches this machine at, the best first
   * @throws Fault if there is no such stream, the offer cannot be answered, or there are too many
   *     viewers
   */
  public Answered watch(String name, String offer, List<String> reachedAt) {
    if (!seats.tryAcquire()) {
      throw Fault.of(
          UNAVAILABLE,
          most + " viewers are here already, as many as the server takes",
          "Close one, or start the server with a higher --max-viewers");
    }
    String id = SessionId.make();
    ViewerPeer peer;
    try {
      peer = join(name, id);
    } catch (RuntimeException | Error e) {
      seats.release();
      throw e;
    }
    try {
      return new Answered(id, peer.answer(offer, reachedAt, patience));
    } catch (RuntimeException | Error e) {
      leave(name, id);
      throw e;
    }
  }

  private synchronized ViewerPeer join(String name, String id) {
    Audience audience = audiences.get(name);
    if (audience == null) {
      audience = new Audience(rtc, ended -> ended(name, ended), seats::release);
      try {
        hub.attach(name, audience);
      } catch (RuntimeException | Error e) {
        audience.close();
        throw e;
      }
      audiences.put(name, audience);
    }
    return audience.join(id, () -> leave(name, id));
  }

  /**
   * Ends the session.
   *
   * @throws Fault if the stream has none of that identifier
   */
  public void unwatch(String name, String session) {
    if (!leave(name, session)) {
      throw Answered.unknown(name, session);
    }
  }

  /**
   * Takes further candidates of the viewer's.
   *
   * @param fragment of SDP (RFC 8840)
   * @return false if it asks for a restart of ICE, which sessions do not take
   * @throws Fault if the stream has no such session, or the fragment is none
   */
  public boolean trickle(String name, String session, String fragment) {
    Audience audience;
    synchronized (this) {
      audience = audiences.get(name);
    }
    ViewerPeer peer = audience == null ? null : audience.viewer(session);
    if (peer == null) {
      throw Answered.unknown(name, session);
    }
    return peer.trickle(IceFragment.parse(fragment));
  }

  private boolean leave(String name, String id) {
    Audience audience;
    synchronized (this) {
      audience = audiences.get(name);
    }
    boolean left = audience != null && audience.leave(id);
    if (left) {
      closeEmpty(name, audience);
    }
    return left;
  }

  private void closeEmpty(String name, Audience audience) {
    synchronized (this) {
      if (audience.viewers() > 0 || !audiences.remove(name, audience)) {
        return;
      }
    }
    hub.detach(name, audience);
    audience.close();
  }

  private synchronized void ended(String name, Audience audience) {
    audiences.remove(name, audience);
  }
}
