package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that a stream's camera sends on: offers in, frames out. */
public final class PublisherPeer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherPeer.class);

  /**
   * What a publisher's pictures are made of.
   *
   * @param pool where frames come from; one at a time is taken for the receiver
   * @param clock nanoseconds since the stream's start
   * @param maxPixels a larger picture ends the stream
   * @param frames takes each frame, on libwebrtc's decoding thread, and returns at once
   */
  public record Intake(FramePool pool, LongSupplier clock, int maxPixels, Consumer<Frame> frames) {}

  private final WebRtc rtc;
  private final Intake intake;
  private final Consumer<String> ended;
  private final Peer peer;
  private final VideoTrackSink sink = this::onVideoFrame;
  private final AtomicBoolean broken = new AtomicBoolean();
  private VideoTrack track;

  /**
   * @param ended run once, on the watch thread, with the reason, when the publisher has left, never
   *     came, or its pictures cannot be taken; not run for {@link #close}
   */
  public PublisherPeer(WebRtc rtc, Intake intake, Consumer<String> ended) {
    this.rtc = rtc;
    this.intake = intake;
    this.ended = ended;
    this.peer = new Peer(rtc, () -> ended.accept("the publisher is gone"));
  }

  /**
   * Answers the publisher's offer; frames may come from then on.
   *
   * @param reachedAt the IPv4 address that the publisher reaches this machine at
   * @param patience seconds that the publisher has to connect
   * @throws Fault if it is not SDP, sends no video, or no UDP port is free
   */
  public synchronized String answer(String offer, String reachedAt, int patience) {
    Sdp sdp = Sdp.parse(offer);
    if (!sdp.hasVideo("sendonly", "sendrecv")) {
      throw Fault.of(
          INVALID, "the SDP offer sends no video", "Add the camera's track before offering");
    }
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
      long arrived = intake.clock().getAsLong();
      VideoFrameBuffer buffer = video.buffer;
      try {
        int width = buffer.getWidth();
        int height = buffer.getHeight();
        if (width < 2 || height < 2 || (long) width * height > intake.maxPixels()) {
          breakOff(
              "a picture of "
                  + width
                  + "x"
                  + height
                  + " is outside of what the server paints, 2x2 to "
                  + intake.maxPixels()
                  + " pixels. Publish at another size");
          return;
        }
        Frame frame = intake.pool().take(width, height, arrived);
        Planes.copy(buffer.toI420(), frame);
        intake.frames().accept(frame);
      } finally {
        video.release();
      }
    } catch (Throwable e) {
      LOG.error("A frame could not be taken", e);
      breakOff("a frame could not be taken: " + e);
    }
  }

  private void breakOff(String reason) {
    try {
      if (broken.compareAndSet(false, true)) {
        rtc.watch().execute(() -> ended.accept(reason));
      }
    } catch (Throwable e) {
      LOG.error("A stream could not be ended", e);
    }
  }

  /** Ends the connection; when this returns, no further frame is handed on. */
  @Override
  public synchronized void close() {
    if (track != null) {
      track.removeSink(sink);
      track = null;
    }
    peer.close();
  }
}
