package dev.allaprima.live.webrtc;

import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;

/**
 * What one viewer hears. A source is handed sound by one thread while libwebrtc hangs its senders
 * on it and takes them off by another, and guards nothing itself: so every viewer has its own,
 * sound goes in only from {@link #open} on, and never after {@link #shut}.
 */
final class ViewerSound implements AutoCloseable {
  private final CustomAudioSource source;
  private final AudioTrack track;
  // Guarded by this.
  private boolean open;

  ViewerSound(WebRtc rtc) {
    this.source = rtc.sound();
    this.track = rtc.track(source);
  }

  /** To be sent to the viewer; owned by this. */
  AudioTrack track() {
    return track;
  }

  /** Lets sound in: the connection has been negotiated. */
  synchronized void open() {
    open = true;
  }

  /**
   * Hands a hundredth of a second to the viewer's encoder.
   *
   * @param samples 16 bits each, in the machine's byte order; borrowed
   */
  synchronized void push(byte[] samples, int rate, int channels, int frames) {
    if (open) {
      source.pushAudio(samples, Short.SIZE, rate, channels, frames);
    }
  }

  /** Lets nothing in any more; to be called before the connection is closed. */
  synchronized void shut() {
    open = false;
  }

  /** Frees it, when the connection has been closed. */
  @Override
  public void close() {
    track.dispose();
    source.dispose();
  }
}
