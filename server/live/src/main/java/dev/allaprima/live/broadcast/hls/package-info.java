/**
 * HLS with low latency (draft-pantos-hls-rfc8216bis): a stream's packets as fragments of MP4 in
 * memory, of which the newest seconds are kept, and the playlist that names them. Made when
 * somebody asks for a stream and gone when nobody does. Knows nothing of HTTP.
 */
package dev.allaprima.live.broadcast.hls;
