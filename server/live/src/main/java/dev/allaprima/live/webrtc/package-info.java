/**
 * The WebRTC leg: libwebrtc through webrtc-java.
 *
 * <p>{@link dev.allaprima.live.webrtc.WebRtc} owns the library's factories and threads; {@code
 * Peer} is one connection, whichever way the picture goes; {@link
 * dev.allaprima.live.webrtc.PublisherPeer} and {@link dev.allaprima.live.webrtc.ViewerPeer} give it
 * a direction. Whoever watches the same stream is of one {@code Audience}, which holds the sound
 * back by a {@code SoundDelay} for as long as the pictures take: libwebrtc takes what it is handed
 * at one time to belong together.
 *
 * <p>Two rules hold here. What libwebrtc calls never lets a Throwable out: one that escapes ends
 * the process. And what it calls never closes a connection: closing waits for the very thread that
 * calls; it is handed to {@code WebRtc}'s watch thread instead.
 */
package dev.allaprima.live.webrtc;
