package dev.allaprima.live.webrtc;

import dev.allaprima.pipeline.frame.Frame;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;

/**
 * Where a stream's painted frames go out: one source for all of its viewers, each of whom encodes
 * for itself and drops what it has no time for. Callable from any thread; closed after its viewers.
 */
public final class PaintedSource implements AutoCloseable {
  private final WebRtc rtc;
  // Guarded by this; null when closed.
  private CustomVideoSource source;

  public PaintedSource(WebRtc rtc) {
    this.rtc = rtc;
    this.source = rtc.pictures();
  }

  /**
   * Hands the frame to the encoders of all viewers and returns without waiting for them. libwebrtc
   * shows it at once: it stamps frames with the time of this call.
   *
   * @param frame borrowed, read only
   */
  public synchronized void push(Frame frame) {
    if (source == null) {
      return;
    }
    // The encoders read it later, so that it is written once and never again.
    NativeI420Buffer buffer = NativeI420Buffer.allocate(frame.width(), frame.height());
    try {
      Planes.copy(frame, buffer);
      source.pushFrame(new VideoFrame(buffer, frame.timeNanos()));
    } finally {
      buffer.release();
    }
  }

  /** A track of this source for one viewer, who disposes of it; null when closed. */
  synchronized VideoTrack track() {
    return source == null ? null : rtc.track(source);
  }

  @Override
  public synchronized void close() {
    if (source != null) {
      source.dispose();
      source = null;
    }
  }
}
