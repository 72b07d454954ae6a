package dev.allaprima.pipeline.encode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The way of one track of the input, sound or text, into the output. */
interface TrackWriter extends AutoCloseable {
  /** Takes a packet of the track, its times in the input stream's base; empties it. */
  void write(AVPacket packet);

  /** Writes what is still held. */
  default void finish() {}

  @Override
  default void close() {}
}
