package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.models.Fault;
import dev.onvoid.webrtc.media.video.VideoTrack;

/** The connection that one viewer watches a stream on. */
public final class ViewerPeer implements AutoCloseable {
  private final PaintedSource source;
  private final Peer peer;
  private VideoTrack track;

  /**
   * @param source whose frames it shows; borrowed until {@link #close}
   * @param gone run once, on the watch thread, when the viewer has left or never came; not run for
   *     {@link #close}
   */
  public ViewerPeer(WebRtc rtc, PaintedSource source, Runnable gone) {
    this.source = source;
    this.peer = new Peer(rtc, gone);
  }

  /**
   * Answers the viewer's offer; the picture goes out from then on.
   *
   * @param reachedAt the IPv4 address that the viewer reaches this machine at
   * @param patience seconds that the viewer has to connect
   * @throws Fault if it is not SDP, asks for no video, or no UDP port is free
   */
  public synchronized String answer(String offer, String reachedAt, int patience) {
    Sdp sdp = Sdp.parse(offer);
    if (!sdp.hasVideo("recvonly", "sendrecv")) {
      throw Fault.of(
          INVALID,
          "the SDP offer asks for no video",
          "Add a transceiver that receives video before offering");
    }
    peer.accept(
        sdp.onlyVideo()
            .withoutCandidates()
            .preferring("VP8")
            .withStartBitrate(Bitrates.START_KBPS)
            .toString());
    track = source.track();
    if (track == null) {
      throw Fault.of(NOT_FOUND, "the stream has just ended", "Watch another one");
    }
    peer.send(track);
    return peer.answer(reachedAt, patience).toString();
  }

  /** Ends the connection and frees it; further calls do nothing. */
  @Override
  public synchronized void close() {
    peer.close();
    if (track != null) {
      track.dispose();
      track = null;
    }
  }
}
