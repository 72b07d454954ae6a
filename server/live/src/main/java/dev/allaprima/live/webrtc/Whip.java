package dev.allaprima.live.webrtc;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of WHIP: who publishes by WebRTC. Callable from any thread but libwebrtc's own. */
public final class Whip {
  private final WebRtc rtc;
  private final Hub hub;
  private final int patience;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String name, PublisherPeer peer, Intake intake) {}

  /**
   * @param patience seconds that a peer has to connect
   */
  public Whip(WebRtc rtc, Hub hub, int patience) {
    this.rtc = rtc;
    this.hub = hub;
    this.patience = patience;
  }

  /**
   * Begins a stream, or goes on with it, from the peer whose offer this is.
   *
   * @param style null for the server's default
   * @param reachedAt the IPv4 addresses that the peer reaches this machine at, the best first
   * @throws Fault as {@link Hub#publish} does, or if the offer cannot be answered
   */
  public Answered publish(String name, String style, String offer, List<String> reachedAt) {
    String id = SessionId.make();
    PublisherPeer peer = new PublisherPeer(rtc, () -> sessions.remove(id));
    Intake intake = hub.publish(name, style, peer);
    sessions.put(id, new Session(name, peer, intake));
    try {
      return new Answered(id, peer.answer(intake, offer, reachedAt, patience));
    } catch (RuntimeException | Error e) {
      sessions.remove(id);
      intake.left();
      throw e;
    }
  }

  /**
   * Ends the session.
   *
   * @throws Fault if the stream has none of that identifier
   */
  public void unpublish(String name, String session) {
    Session known = known(name, session);
    sessions.remove(session);
    known.intake().left();
  }

  /**
   * Takes further candidates of the publisher's.
   *
   * @param fragment of SDP (RFC 8840)
   * @return false if it asks for a restart of ICE, which sessions do not take
   * @throws Fault if the stream has no such session, or the fragment is none
   */
  public boolean trickle(String name, String session, String fragment) {
    return known(name, session).peer().trickle(IceFragment.parse(fragment));
  }

  private Session known(String name, String session) {
    Session known = sessions.get(session);
    if (known == null || !known.name().equals(name)) {
      throw Answered.unknown(name, session);
    }
    return known;
  }
}
