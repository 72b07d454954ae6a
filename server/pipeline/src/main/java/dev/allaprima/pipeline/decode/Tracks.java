package dev.allaprima.pipeline.decode;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What a file holds beside its pictures: the packets of its sound and subtitles, its chapters and
 * metadata. Used by one thread at a time.
 */
public final class Tracks implements AutoCloseable {
  private final Demuxer demuxer;
  private final Range range;

  private Tracks(Demuxer demuxer, Range range) {
    this.demuxer = demuxer;
    this.range = range;
  }

  /**
   * Opens a file whose pictures were read before, so that it is known to be whole, or not to be: it
   * ends where it ends.
   *
   * @throws dev.allaprima.models.Fault if it cannot be read
   */
  public static Tracks open(Path file, Range range) {
    return new Tracks(new Demuxer(file, Demuxer.Wanted.TRACKS, true, 0), range);
  }

  /** The open file, for its streams, chapters and metadata; borrowed, valid until this closes. */
  public AVFormatContext context() {
    return demuxer.context();
  }

  /** The file's video, whose packets are not among those read; borrowed likewise. */
  public AVStream video() {
    return demuxer.video();
  }

  /** What part of the file this is. */
  public Range range() {
    return range;
  }

  /**
   * Reads the next packet of sound or subtitles into {@code packet}, whose {@code stream_index} is
   * that of the file's stream and whose times, in that stream's base, count from the range's start.
   *
   * @return whether there was one; false at the end of the file
   */
  public boolean read(AVPacket packet) {
    while (demuxer.read(packet)) {
      AVRational base = demuxer.context().streams(packet.stream_index()).time_base();
      double tick = (double) base.num() / base.den();
      long time = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
      boolean known = time != avutil.AV_NOPTS_VALUE;
      // A packet belongs to the range in which its middle lies, so that a cut is off by half of
      // one at most. What stands before the file's start (a decoder's priming) is kept.
      double middle = (time + packet.duration() / 2.0) * tick;
      boolean early = range.from() > 0 && middle < range.from();
      if (known && (early || middle >= range.to())) {
        avcodec.av_packet_unref(packet);
        continue;
      }
      shift(packet, Math.round(range.from() / tick));
      return true;
    }
    return false;
  }

  private static void shift(AVPacket packet, long offset) {
    if (packet.pts() != avutil.AV_NOPTS_VALUE) {
      packet.pts(packet.pts() - offset);
    }
    if (packet.dts() != avutil.AV_NOPTS_VALUE) {
      packet.dts(packet.dts() - offset);
    }
  }

  @Override
  public void close() {
    demuxer.close();
  }
}
