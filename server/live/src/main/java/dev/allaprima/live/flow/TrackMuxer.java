package dev.allaprima.live.flow;

import dev.allaprima.pipeline.av.Av;
import java.util.function.IntConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;

/**
 * What all who write {@link Tracks} by one of FFmpeg's muxers do: a stream for each track, and
 * packets brought onto their streams' clocks. Used by one thread at a time.
 */
public final class TrackMuxer implements AutoCloseable {
  private final AVFormatContext context = new AVFormatContext(null);
  private final AVPacket copy = avcodec.av_packet_alloc();
  private final AVRational wire = Av.rational(1, Tracks.TIME_BASE);
  private final IntConsumer require;

  /**
   * @param require throws what suits the writer for codes of FFmpeg's below 0
   */
  public TrackMuxer(IntConsumer require) {
    this.require = require;
  }

  /** To be allocated by the writer; freed by {@link #close}, but not what it writes to. */
  public AVFormatContext context() {
    return context;
  }

  /**
   * Adds a stream for the video and, where there is one, for the sound.
   *
   * @param tracks borrowed
   */
  public void add(Tracks tracks) {
    add(tracks.video());
    if (tracks.sound() != null) {
      add(tracks.sound());
    }
  }

  private void add(AVCodecParameters parameters) {
    AVStream stream = avformat.avformat_new_stream(context, null);
    if (stream == null) {
      throw new OutOfMemoryError("no memory for a stream");
    }
    require.accept(avcodec.avcodec_parameters_copy(stream.codecpar(), parameters));
    // Another container's name for the codec need not be this one's.
    stream.codecpar().codec_tag(0);
    stream.time_base(wire);
  }

  /**
   * The packet as the muxer takes it.
   *
   * @param packet borrowed, its times in {@link Tracks#TIME_BASE}
   * @param origin what its times are to count from, in the same unit
   * @return a reference to it that is this object's, until the next call
   */
  public AVPacket timed(boolean video, AVPacket packet, long origin) {
    avcodec.av_packet_unref(copy);
    AVStream stream = context.streams(video ? 0 : 1);
    require.accept(avcodec.av_packet_ref(copy, packet));
    copy.pts(packet.pts() - origin).dts(packet.dts() - origin).pos(-1);
    copy.stream_index(stream.index());
    avcodec.av_packet_rescale_ts(copy, wire, stream.time_base());
    return copy;
  }

  @Override
  public void close() {
    avformat.avformat_free_context(context);
    avcodec.av_packet_free(copy);
    wire.close();
  }
}
