/**
 * Streams sent to other machines: RTMP, SRT and RTSP addresses, each on a thread of its own that
 * tries again whenever it breaks.
 */
package dev.allaprima.live.broadcast.push;
