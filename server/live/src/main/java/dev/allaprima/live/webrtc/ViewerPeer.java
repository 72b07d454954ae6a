package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.util.List;
import java.util.function.Consumer;

/** The connection that one viewer watches a stream on. */
public final class ViewerPeer implements AutoCloseable {
  private final WebRtc rtc;
  private final PaintedSource source;
  private final Peer peer;
  // Guarded by this.
  private VideoTrack track;
  // Null before the answer, and for a viewer who asks for no sound.
  private volatile ViewerSound sound;

  /**
   * @param source whose frames it shows; borrowed until {@link #close}
   * @param gone run once, on the watch thread, when the viewer has left or never came; not run for
   *     {@link #close}
   */
  public ViewerPeer(WebRtc rtc, PaintedSource source, Runnable gone) {
    this.rtc = rtc;
    this.source = source;
    this.peer = new Peer(rtc, true, gone);
  }

  /**
   * Answers the viewer's offer; the picture goes out from then on, and sound if it asks for some.
   *
   * @param reachedAt the IPv4 addresses that the viewer reaches this machine at, the best first
   * @param patience seconds that the viewer has to connect
   * @throws Fault if it is not SDP, asks for no video, or no UDP port is free
   */
  public synchronized String answer(String offer, List<String> reachedAt, int patience) {
    Sdp sdp = Sdp.parse(offer);
    if (!sdp.hasVideo("recvonly", "sendrecv")) {
      throw Fault.of(
          INVALID,
          "the SDP offer asks for no video",
          "Add a transceiver that receives video before offering");
    }
    peer.accept(sdp.onlyCarried().withoutCandidates().withStartBitrate(Bitrates.START_KBPS));
    send(sdp.hasSound("recvonly", "sendrecv"));
    String answer = peer.answer(reachedAt, patience).toString();
    if (sound != null) {
      sound.open();
    }
    return answer;
  }

  private void send(boolean withSound) {
    track = source.track();
    if (track == null) {
      throw Fault.of(NOT_FOUND, "the stream has just ended", "Watch another one");
    }
    peer.send(track);
    if (withSound) {
      sound = new ViewerSound(rtc);
      peer.send(sound.track());
    }
  }

  /**
   * Offers picture and sound to a viewer who is called; {@link #connect} takes the answer.
   *
   * @param reachedAt as {@link #answer} takes it
   * @throws Fault if no UDP port is free
   */
  synchronized String offer(List<String> reachedAt) {
    send(true);
    return peer.offer(reachedAt).toString();
  }

  /**
   * Takes the answer to {@link #offer}; the picture goes out from then on, and sound if it is
   * taken.
   *
   * @param reach throws a fault for addresses that may not be sent to
   * @throws Fault if it is not SDP, turns the video down, or names no address that may be sent to
   */
  synchronized void connect(String answer, Consumer<String> reach, int patience) {
    Sdp sdp = Sdp.parse(answer);
    if (!sdp.hasVideo("recvonly")) {
      throw Fault.of(INVALID, "the answer takes no video", "Send to what takes VP8 or H264");
    }
    peer.connect(sdp.reaching(reach).withStartBitrate(Bitrates.START_KBPS), patience);
    if (sdp.hasSound("recvonly")) {
      sound.open();
    }
  }

  /** Whether the viewer has connected. */
  boolean isConnected() {
    return peer.isConnected();
  }

  /** Takes further candidates; see {@link Peer#trickle}. */
  synchronized boolean trickle(IceFragment fragment) {
    return peer.trickle(fragment);
  }

  /**
   * Lets the viewer hear a hundredth of a second.
   *
   * @param samples 16 bits each, in the machine's byte order; borrowed
   */
  void hear(byte[] samples, int rate, int channels, int frames) {
    ViewerSound heard = sound;
    if (heard != null) {
      heard.push(samples, rate, channels, frames);
    }
  }

  /** Ends the connection and frees it; further calls do nothing. */
  @Override
  public synchronized void close() {
    if (sound != null) {
      sound.shut();
    }
    peer.close();
    if (sound != null) {
      sound.close();
      sound = null;
    }
    if (track != null) {
      track.dispose();
      track = null;
    }
  }
}
