package dev.allaprima.live.flow;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Takes the packets of a stream that is encoded once for all. Called on the encoder's thread;
 * returns at once and lets nothing out: whoever is slow drops its own and goes on at a keyframe.
 */
public interface PacketSink {
  /** What it is, for people: {@code RTMP to live.example.org}. No password in it. */
  String describe();

  /** How many people watch by it, as far as it knows; by a recording nobody does. */
  default int viewers() {
    return 0;
  }

  /** Told before the first packet, and again when what follows is of another kind or size. */
  void begin(Tracks tracks);

  /**
   * @param video whether it is of the video, or else of the sound
   * @param packet borrowed: to be referenced if it is kept. Times in {@link Tracks#TIME_BASE} from
   *     the stream's start. The first one of the video is a keyframe
   */
  void packet(boolean video, AVPacket packet);

  /** The stream has ended, or cannot be encoded; nothing comes any more. */
  void end(String reason);
}
