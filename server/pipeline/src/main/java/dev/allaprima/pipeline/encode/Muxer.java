package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.frame.Ratio;
import java.nio.file.Path;
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

/** A file being written: one stream of encoded video and what else is added to it. */
final class Muxer implements AutoCloseable {
  private final Path output;
  private final Container container;
  private final AVFormatContext context = new AVFormatContext(null);
  private AVStream video;
  private AVRational videoTimeBase;
  private DecodingTimes decodingTimes;

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

  AVFormatContext context() {
    return context;
  }

  Container container() {
    return container;
  }

  /** What the file will be called, for messages. */
  Path output() {
    return output;
  }

  /**
   * Adds the video that the encoder gives, whose times are in units of the time base.
   *
   * @param delay by how many places a picture may be decoded before it is shown
   */
  void addVideo(AVCodecContext encoder, Ratio timeBase, Ratio rate, int delay) {
    video = addStream();
    require(avcodec.avcodec_parameters_from_context(video.codecpar(), encoder));
    if (container.isMov() && encoder.codec_id() == avcodec.AV_CODEC_ID_HEVC) {
      // Apple's players take HEVC by this tag alone, which says that its headers are not in band.
      video.codecpar().codec_tag('h' | 'v' << 8 | 'c' << 16 | '1' << 24);
    }
    videoTimeBase = Av.rational(timeBase.num(), timeBase.den());
    video.time_base(videoTimeBase);
    if (rate.isKnown()) {
      video.avg_frame_rate().num(rate.num()).den(rate.den());
    }
    video.sample_aspect_ratio(encoder.sample_aspect_ratio());
    long step = rate.isKnown() ? Math.round(1 / (rate.value() * timeBase.value())) : 1;
    decodingTimes = new DecodingTimes(delay, Math.max(1, step));
  }

  AVStream addStream() {
    AVStream stream = avformat.avformat_new_stream(context, null);
    if (stream == null) {
      throw new OutOfMemoryError("no memory for a stream");
    }
    return stream;
  }

  /** The video's stream, once it is added. */
  AVStream video() {
    return video;
  }

  /** Opens the file and writes its header. */
  void begin() {
    AVDictionary options = new AVDictionary(null);
    try {
      AVIOContext io = new AVIOContext(null);
      require(avformat.avio_open(io, context.url(), avformat.AVIO_FLAG_WRITE));
      context.pb(io);
      if (container.isMov()) {
        avutil.av_dict_set(options, "movflags", "+faststart", 0);
        // The unit of the offsets between streams; the default of a millisecond would round them.
        avutil.av_dict_set(options, "movie_timescale", "90000", 0);
      }
      int rc = avformat.avformat_write_header(context, options);
      if (rc < 0) {
        throw Fault.of(
            INVALID,
            "output " + output + " cannot begin (" + Av.reason(rc) + ")",
            "Its container may not take this sound: choose another ending, such as .mkv");
      }
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Writes a packet of video with its time and duration; {@code packet} is emptied. */
  void writeVideo(AVPacket packet) {
    packet.dts(decodingTimes.next(packet.pts()));
    avcodec.av_packet_rescale_ts(packet, videoTimeBase, video.time_base());
    write(packet, video);
  }

  /** Writes a packet whose times are in the stream's own base; {@code packet} is emptied. */
  void write(AVPacket packet, AVStream stream) {
    packet.stream_index(stream.index());
    packet.pos(-1);
    require(avformat.av_interleaved_write_frame(context, packet));
  }

  /** Writes what is left and closes the file. */
  void finish() {
    require(avformat.av_write_trailer(context));
    AVIOContext io = context.pb();
    context.pb(null);
    require(avformat.avio_closep(io));
  }

  void require(int rc) {
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
    if (videoTimeBase != null) {
      videoTimeBase.close();
    }
  }
}
