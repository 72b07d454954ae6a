/**
 * The WebRTC leg: libwebrtc through webrtc-java.
 *
 * <p>{@link dev.allaprima.live.webrtc.WebRtc} owns the library's factory and threads; {@code Peer}
 * is one connection, whichever way the picture goes; {@link
 * dev.allaprima.live.webrtc.PublisherPeer} and {@link dev.allaprima.live.webrtc.ViewerPeer} give it
 * a direction.
 *
 * <p>Two rules hold here. What libwebrtc calls never lets a Throwable out: one that escapes ends
 * the process. And what it calls never closes a connection: closing waits for the very thread that
 * calls; it is handed to {@code WebRtc}'s watch thread instead.
 */
package dev.allaprima.live.webrtc;
