package dev.allaprima.live.flow;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/**
 * What the packets of an encoded stream are.
 *
 * @param video H.264 with its parameter sets; borrowed, valid until the next {@link
 *     PacketSink#begin} or the end
 * @param sound AAC, likewise: silence where the stream has none, because platforms ask for a sound
 *     track and players cannot be given one later
 */
public record Tracks(AVCodecParameters video, AVCodecParameters sound) {
  /** Ticks a second of every packet's times. */
  public static final int TIME_BASE = 90_000;
}
