package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** FFmpeg's RTP muxer for one track, and what a track is described as. Used by one thread. */
final class RtpContext implements AutoCloseable {
  /** The first of the payload types that are free (RFC 3551, section 6). */
  private static final int FIRST_PAYLOAD = 96;

  /** Longer than any description of two tracks. */
  private static final int SDP_ROOM = 8192;

  private final int track;
  private final AVFormatContext context = new AVFormatContext(null);

  /**
   * @param track its number in the session
   * @param parameters borrowed
   */
  RtpContext(int track, AVCodecParameters parameters) {
    this.track = track;
    try {
      require(avformat.avformat_alloc_output_context2(context, null, "rtp", null));
      AVStream stream = avformat.avformat_new_stream(context, null);
      require(avcodec.avcodec_parameters_copy(stream.codecpar(), parameters));
      stream.time_base().num(1).den(Tracks.TIME_BASE);
      require(avutil.av_opt_set_int(context.priv_data(), "payload_type", payload(), 0));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private int payload() {
    return FIRST_PAYLOAD + track;
  }

  /** Borrowed. */
  AVFormatContext context() {
    return context;
  }

  /** Borrowed. */
  AVStream stream() {
    return context.streams(0);
  }

  /** Opens the muxer, whose packets begin. */
  void writeHeader() {
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "rtpflags", "send_bye", 0);
    try {
      require(avformat.avformat_write_header(context, options));
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /**
   * What a player is told of the tracks (RFC 8866), each with its number behind {@code streamid=}
   * as its address.
   *
   * @param tracks borrowed
   */
  static String describe(Tracks tracks) {
    try (RtpContext video = new RtpContext(0, tracks.video());
        RtpContext sound = new RtpContext(1, tracks.sound());
        PointerPointer<AVFormatContext> both = new PointerPointer<>(2);
        BytePointer text = new BytePointer(SDP_ROOM)) {
      both.put(0, video.context).put(1, sound.context);
      require(avformat.av_sdp_create(both, 2, text, SDP_ROOM));
      // Without that limit it would be all of the room.
      return text.limit(BytePointer.strlen(text)).getString();
    }
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "the stream cannot be packed as RTP (" + Av.reason(rc) + ")",
          "Watch it by another protocol");
    }
  }

  @Override
  public void close() {
    avformat.avformat_free_context(context);
  }
}
