package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that a stream's camera sends on: offers in, frames out. */
public final class PublisherPeer implements Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherPeer.class);

  private final WebRtc rtc;
  private final Runnable onClose;
  private final VideoTrackSink sink = this::onVideoFrame;
  private final AtomicBoolean broken = new AtomicBoolean();
  private volatile Intake intake;
  // Guarded by this.
  private Peer peer;
  private VideoTrack track;
  private boolean closed;

  /**
   * @param onClose run when this is closed
   */
  public PublisherPeer(WebRtc rtc, Runnable onClose) {
    this.rtc = rtc;
    this.onClose = onClose;
  }

  @Override
  public String describe() {
    return "WHIP";
  }

  /**
   * Answers the publisher's offer; frames may come from then on.
   *
   * @param intake takes the frames, on libwebrtc's decoding thread, and is told when the publisher
   *     has left, never came, or sends what cannot be taken
   * @param reachedAt the IPv4 address that the publisher reaches this machine at
   * @param patience seconds that the publisher has to connect
   * @throws Fault if it is not SDP, sends no video, or no UDP port is free
   */
  public synchronized String answer(Intake intake, String offer, String reachedAt, int patience) {
    if (closed) {
      throw Fault.of(UNAVAILABLE, "the stream ended while the publisher connected", "Try again");
    }
    this.intake = intake;
    Sdp sdp = Sdp.parse(offer);
    if (!sdp.hasVideo("sendonly", "sendrecv")) {
      throw Fault.of(
          INVALID, "the SDP offer sends no video", "Add the camera's track before offering");
    }
    peer = new Peer(rtc, () -> intake.gone("the publisher is gone"));
    peer.accept(
        sdp.onlyVideo()
            .withoutCandidates()
            // Without this extension the sender turns the picture upright before it encodes it.
            .withoutExtension("urn:3gpp:video-orientation")
            .preferring("VP8")
            .toString());
    track = peer.received();
    track.addSink(sink);
    return peer.answer(reachedAt, patience).withStartBitrate(Bitrates.START_KBPS).toString();
  }

  /** Runs on libwebrtc's decoding thread, which waits meanwhile: lets nothing out, waits never. */
  private void onVideoFrame(VideoFrame video) {
    try {
      VideoFrameBuffer buffer = video.buffer;
      try {
        Frame frame = intake.take(buffer.getWidth(), buffer.getHeight(), intake.now());
        try {
          Planes.copy(buffer.toI420(), frame);
        } catch (RuntimeException | Error e) {
          frame.release();
          throw e;
        }
        intake.picture(frame);
      } finally {
        video.release();
      }
    } catch (Fault e) {
      breakOff(e.getMessage());
    } catch (Throwable e) {
      LOG.error("A frame could not be taken", e);
      breakOff("a frame could not be taken: " + e);
    }
  }

  private void breakOff(String reason) {
    try {
      if (broken.compareAndSet(false, true)) {
        intake.gone(reason);
      }
    } catch (Throwable e) {
      LOG.error("A publisher's end could not be told", e);
    }
  }

  /** Ends the connection; when this returns, no further frame is handed on. */
  @Override
  public synchronized void close() {
    closed = true;
    onClose.run();
    if (track != null) {
      track.removeSink(sink);
      track = null;
    }
    if (peer != null) {
      peer.close();
    }
  }
}
