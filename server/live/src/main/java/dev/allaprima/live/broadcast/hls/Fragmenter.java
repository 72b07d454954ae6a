package dev.allaprima.live.broadcast.hls;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.TrackMuxer;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Packets become fragments of MP4 in memory. Used by one thread at a time. */
final class Fragmenter implements AutoCloseable {
  private final long origin;
  private final TrackMuxer muxer = new TrackMuxer(Fragmenter::require);
  private final AVFormatContext context = muxer.context();
  private final byte[] header;

  /**
   * @param tracks borrowed
   * @param origin what the times in the fragments count from, in {@link Tracks#TIME_BASE}; no
   *     packet may be older
   */
  Fragmenter(Tracks tracks, long origin) {
    this.origin = origin;
    Av.load();
    AVDictionary options = new AVDictionary(null);
    try {
      require(avformat.avformat_alloc_output_context2(context, null, "mp4", (String) null));
      muxer.add(tracks);
      openBuffer();
      // A fragment ends where it is told to, and each can be read without the others. Its times are
      // those of its packets, of sound and pictures alike, wherever either began.
      avutil.av_dict_set(
          options,
          "movflags",
          "frag_custom+empty_moov+default_base_moof+frag_discont+skip_trailer",
          0);
      avutil.av_dict_set(options, "use_editlist", "0", 0);
      // Disabled: without edit lists the muxer would else have every track begin at 0.
      context.avoid_negative_ts(0);
      require(avformat.avformat_write_header(context, options));
      header = take();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** What a player reads before any fragment. */
  byte[] header() {
    return header;
  }

  /**
   * Adds a packet to the fragment.
   *
   * @param packet borrowed; its duration is what the player shows it for
   */
  void write(boolean video, AVPacket packet) {
    require(avformat.av_write_frame(context, muxer.timed(video, packet, origin)));
  }

  /** Ends the fragment and returns it. */
  byte[] fragment() {
    require(avformat.av_write_frame(context, null));
    return take();
  }

  private void openBuffer() {
    AVIOContext io = new AVIOContext(null);
    require(avformat.avio_open_dyn_buf(io));
    context.pb(io);
  }

  private byte[] take() {
    byte[] bytes = closeBuffer();
    openBuffer();
    return bytes;
  }

  private byte[] closeBuffer() {
    AVIOContext io = context.pb();
    context.pb(null);
    BytePointer data = new BytePointer();
    byte[] bytes = new byte[avformat.avio_close_dyn_buf(io, data)];
    data.capacity(bytes.length).get(bytes);
    avutil.av_free(data);
    return bytes;
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "the stream cannot be written as MP4 (" + Av.reason(rc) + ")",
          "See the log");
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      AVIOContext io = context.pb();
      if (io != null && !io.isNull()) {
        closeBuffer();
      }
    }
    muxer.close();
  }
}
