package dev.allaprima.live.webrtc;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.AudioTrackSink;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoFrameBuffer;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection that a stream's camera sends on: offers in, frames and sound out. */
public final class PublisherPeer implements Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherPeer.class);

  private final WebRtc rtc;
  private final Runnable onClose;
  private final VideoTrackSink pictures = this::onVideoFrame;
  private final AudioTrackSink sounds = this::onSound;
  private final AtomicBoolean broken = new AtomicBoolean();
  private volatile Intake intake;
  // Guarded by this.
  private Peer peer;
  private VideoTrack video;
  private AudioTrack sound;
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
   * Answers the publisher's offer; frames may come from then on, and sound if it offers some.
   *
   * @param intake takes the frames, on libwebrtc's decoding thread, and the sound, on its playing
   *     thread, and is told when the publisher has left, never came, or sends what cannot be taken
   * @param reachedAt the IPv4 addresses that the publisher reaches this machine at, the best first
   * @param patience seconds that the publisher has to connect
   * @throws Fault if it is not SDP, sends no video, or no UDP port is free
   */
  public synchronized String answer(
      Intake intake, String offer, List<String> reachedAt, int patience) {
    if (closed) {
      throw Fault.of(UNAVAILABLE, "the stream ended while the publisher connected", "Try again");
    }
    this.intake = intake;
    Sdp sdp = Sdp.parse(offer);
    if (!sdp.hasVideo("sendonly", "sendrecv")) {
      throw Fault.of(
          INVALID, "the SDP offer sends no video", "Add the camera's track before offering");
    }
    peer = new Peer(rtc, false, () -> intake.gone("the publisher is gone"));
    peer.accept(
        sdp.onlyCarried()
            .withoutCandidates()
            // Without this extension the sender turns the picture upright before it encodes it.
            .withoutExtension("urn:3gpp:video-orientation"));
    listen(sdp.hasSound("sendonly", "sendrecv"));
    return peer.answer(reachedAt, patience).withStartBitrate(Bitrates.START_KBPS).toString();
  }

  /** Takes further candidates; see {@link Peer#trickle}. */
  synchronized boolean trickle(IceFragment fragment) {
    return !closed && peer != null && peer.trickle(fragment);
  }

  private void listen(boolean toSound) {
    for (MediaStreamTrack track : peer.received()) {
      if (video == null && track instanceof VideoTrack found) {
        video = found;
        video.addSink(pictures);
      } else if (toSound && sound == null && track instanceof AudioTrack found) {
        sound = found;
        sound.addSink(sounds);
      }
    }
  }

  /** Runs on libwebrtc's playing thread, a hundred times a second: lets nothing out. */
  private void onSound(byte[] data, int bits, int rate, int channels, int frames) {
    try {
      if (bits != Short.SIZE || channels < 1 || channels > 2) {
        throw new IllegalStateException(bits + " bits, " + channels + " channels");
      }
      short[] samples = new short[frames * channels];
      ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()).asShortBuffer().get(samples);
      intake.sound(new Sound(samples, rate, channels, intake.now()));
    } catch (Throwable e) {
      LOG.error("Sound could not be taken", e);
      breakOff("sound could not be taken: " + e);
    }
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

  /** Ends the connection; when this returns, nothing more is handed on. */
  @Override
  public synchronized void close() {
    closed = true;
    onClose.run();
    if (video != null) {
      video.removeSink(pictures);
      video = null;
    }
    if (sound != null) {
      sound.removeSink(sounds);
      sound = null;
    }
    if (peer != null) {
      peer.close();
    }
  }
}
