/**
 * The live server. {@link dev.allaprima.live.LiveStream} wires a stream from its camera to its
 * viewers and is the place to read first; {@link dev.allaprima.live.LiveServer} owns what the
 * streams share. The packages below know nothing of each other: {@code webrtc} carries pictures,
 * {@code stream} paints them, {@code http} answers requests, and these two classes join them.
 */
package dev.allaprima.live;
