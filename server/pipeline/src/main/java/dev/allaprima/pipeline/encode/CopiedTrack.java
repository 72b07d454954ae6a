package dev.allaprima.pipeline.encode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** A track whose packets are written as they are. */
final class CopiedTrack implements TrackWriter {
  private final Muxer muxer;
  private final AVStream from;
  private final AVStream to;
  private long lastDts = Long.MIN_VALUE;

  CopiedTrack(Muxer muxer, AVStream from) {
    this.muxer = muxer;
    this.from = from;
    to = muxer.addStream();
    muxer.require(avcodec.avcodec_parameters_copy(to.codecpar(), from.codecpar()));
    // The tag is the old container's name of the codec; the new one has its own.
    to.codecpar().codec_tag(0);
    to.time_base(from.time_base());
    Labels.copy(from, to);
  }

  @Override
  public void write(AVPacket packet) {
    avcodec.av_packet_rescale_ts(packet, from.time_base(), to.time_base());
    // A packet with no time of its own after the last one is moved behind it, or MP4 refuses it.
    if (packet.dts() != avutil.AV_NOPTS_VALUE) {
      if (packet.dts() <= lastDts) {
        packet.dts(lastDts + 1);
        packet.pts(Math.max(packet.pts(), packet.dts()));
      }
      lastDts = packet.dts();
    }
    muxer.write(packet, to);
  }
}
