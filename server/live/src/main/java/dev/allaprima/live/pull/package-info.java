/**
 * Streams that the server fetches by itself: cameras by RTSP, and whatever else FFmpeg reads from
 * the network. Each is tried again when it breaks; none may lead into the server's own network
 * unless the configuration names the place.
 */
package dev.allaprima.live.pull;
