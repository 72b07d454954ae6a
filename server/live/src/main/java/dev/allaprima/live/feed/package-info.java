/**
 * Decodes what FFmpeg's demuxers give, from RTP that a publisher sends or a URL that is pulled, and
 * hands it to a stream: pictures as I420 in the frame contract's colours, sound as PCM.
 */
package dev.allaprima.live.feed;
