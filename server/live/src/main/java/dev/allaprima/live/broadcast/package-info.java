/**
 * A stream encoded once for everybody who takes packets of it: {@link
 * dev.allaprima.live.broadcast.OnDemand} makes an {@link dev.allaprima.live.broadcast.Encoding}
 * when the first one asks and lets it go after the last. H.264 and AAC, the two that every player,
 * platform and file takes. Likewise a row of JPEG pictures, for what can show nothing else.
 */
package dev.allaprima.live.broadcast;
