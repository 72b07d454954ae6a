package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** A file being written: one stream of encoded video and copies of streams of sound. */
final class Muxer implements AutoCloseable {
  /** A stream of sound: where it goes, and the time base that its packets come in. */
  private static final class Copy {
    private final AVStream to;
    private final AVRational timeBase;
    private long lastDts = Long.MIN_VALUE;

    Copy(AVStream to, AVRational timeBase) {
      this.to = to;
      this.timeBase = timeBase;
    }
  }

  private final Path output;
  private final Container container;
  private final AVFormatContext context = new AVFormatContext(null);
  private final Map<Integer, Copy> copies = new HashMap<>();
  private AVStream video;
  private AVRational videoTimeBase;

  /**
   * @param output the file's final name, for messages
   * @param part where it is written meanwhile
   */
  Muxer(Path output, Path part, Container container) {
    this.output = output;
    this.container = container;
    Av.load();
    try (BytePointer url = Av.url(part);
        BytePointer muxer = new BytePointer(container.muxer())) {
      require(avformat.avformat_alloc_output_context2(context, null, muxer, url));
    }
  }

  /** Whether the encoder must hand over its headers apart from the packets. */
  boolean wantsGlobalHeader() {
    return (context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
  }

  void addVideo(AVCodecContext encoder) {
    video = avformat.avformat_new_stream(context, null);
    require(avcodec.avcodec_parameters_from_context(video.codecpar(), encoder));
    video.time_base(encoder.time_base());
    video.avg_frame_rate(encoder.framerate());
    video.sample_aspect_ratio(encoder.sample_aspect_ratio());
    videoTimeBase = encoder.time_base();
  }

  /**
   * Adds a copy of each of the borrowed streams.
   *
   * @throws Fault if the container cannot hold one of them as it is
   */
  void addSound(List<AVStream> streams) {
    for (AVStream from : streams) {
      int codec = from.codecpar().codec_id();
      // Matroska holds more than it answers to; if not this one, its header will say so.
      boolean holds =
          container == Container.MKV
              || avformat.avformat_query_codec(
                      context.oformat(), codec, avcodec.FF_COMPLIANCE_NORMAL)
                  == 1;
      if (!holds) {
        String name = avcodec.avcodec_get_name(codec).getString();
        throw Fault.of(
            INVALID,
            "output " + output + " cannot hold the input's sound as it is (" + name + ")",
            "Name it .mkv, or convert the sound to AAC first");
      }
      AVStream to = avformat.avformat_new_stream(context, null);
      require(avcodec.avcodec_parameters_copy(to.codecpar(), from.codecpar()));
      // The tag is the old container's name of the codec; the new one has its own.
      to.codecpar().codec_tag(0);
      to.time_base(from.time_base());
      to.disposition(from.disposition());
      AVDictionary metadata = new AVDictionary(null);
      avutil.av_dict_copy(metadata, from.metadata(), 0);
      to.metadata(metadata);
      copies.put(from.index(), new Copy(to, from.time_base()));
    }
  }

  /** Opens the file and writes its header. */
  void begin() {
    AVDictionary options = new AVDictionary(null);
    try {
      AVIOContext io = new AVIOContext(null);
      require(avformat.avio_open(io, context.url(), avformat.AVIO_FLAG_WRITE));
      context.pb(io);
      if (container.hasMovableIndex()) {
        avutil.av_dict_set(options, "movflags", "+faststart", 0);
        // The unit of the offsets between streams; the default of a millisecond would round them.
        avutil.av_dict_set(options, "movie_timescale", "90000", 0);
      }
      int rc = avformat.avformat_write_header(context, options);
      if (rc < 0) {
        throw Fault.of(
            INVALID,
            "output " + output + " cannot begin (" + Av.reason(rc) + ")",
            "Its container may not take this sound: convert that to AAC first");
      }
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Writes a packet of the encoder; {@code packet} is emptied. */
  void writeVideo(AVPacket packet) {
    packet.stream_index(video.index());
    avcodec.av_packet_rescale_ts(packet, videoTimeBase, video.time_base());
    require(avformat.av_interleaved_write_frame(context, packet));
  }

  /** Writes a packet of sound as the input had it; {@code packet} is emptied. */
  void writeSound(AVPacket packet) {
    Copy copy = copies.get(packet.stream_index());
    packet.stream_index(copy.to.index());
    packet.pos(-1);
    avcodec.av_packet_rescale_ts(packet, copy.timeBase, copy.to.time_base());
    // A packet with no time of its own after the last one is moved behind it, or MP4 refuses it.
    if (packet.dts() != avutil.AV_NOPTS_VALUE) {
      if (packet.dts() <= copy.lastDts) {
        packet.dts(copy.lastDts + 1);
        packet.pts(Math.max(packet.pts(), packet.dts()));
      }
      copy.lastDts = packet.dts();
    }
    require(avformat.av_interleaved_write_frame(context, packet));
  }

  /** Writes what is left and closes the file. */
  void finish() {
    require(avformat.av_write_trailer(context));
    AVIOContext io = context.pb();
    context.pb(null);
    require(avformat.avio_closep(io));
  }

  private void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "output " + output + " cannot be written (" + Av.reason(rc) + ")",
          "Check the disk's space");
    }
  }

  @Override
  public void close() {
    AVIOContext io = context.pb();
    if (io != null && !io.isNull()) {
      avformat.avio_closep(io);
    }
    avformat.avformat_free_context(context);
  }
}
