package dev.allaprima.pipeline.encode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Sound that the output's container cannot hold as it is: decoded and encoded anew. */
final class SoundTrack implements TrackWriter {
  /** What a listener does not tell from the original: 80 kbit/s for each channel. */
  private static final long BITS_A_CHANNEL = 80_000;

  /** A rate that both encoders take; the highest one that Opus has. */
  private static final int RATE = 48_000;

  /** Bytes; even 64 channels have shorter names together. */
  private static final int LONGEST_LAYOUT = 1024;

  private final Muxer muxer;
  private final AVStream from;
  private final AVStream to;
  private final AVCodecContext decoder;
  private final AVCodecContext encoder;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket encoded = avcodec.av_packet_alloc();
  private final AVRational tick = Av.rational(1, RATE);
  private Filters filters;

  /**
   * @param encoderName FFmpeg's name of the encoder: {@code aac} or {@code libopus}
   * @throws Fault if the sound cannot be decoded
   */
  SoundTrack(Muxer muxer, AVStream from, String encoderName) {
    this.muxer = muxer;
    this.from = from;
    AVCodec found = avcodec.avcodec_find_decoder(from.codecpar().codec_id());
    AVCodec wanted = avcodec.avcodec_find_encoder_by_name(encoderName);
    decoder = avcodec.avcodec_alloc_context3(found);
    encoder = avcodec.avcodec_alloc_context3(wanted);
    try {
      if (found == null || wanted == null) {
        throw undecodable("there is no codec for it");
      }
      decoder.pkt_timebase(from.time_base());
      avcodec.avcodec_parameters_to_context(decoder, from.codecpar());
      int rc = avcodec.avcodec_open2(decoder, found, (AVDictionary) null);
      if (rc < 0) {
        throw undecodable(Av.reason(rc));
      }
      openEncoder(wanted);
      to = muxer.addStream();
      muxer.require(avcodec.avcodec_parameters_from_context(to.codecpar(), encoder));
      to.time_base(tick);
      Labels.copy(from, to);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void openEncoder(AVCodec wanted) {
    int channels = from.codecpar().ch_layout().nb_channels();
    avutil.av_channel_layout_default(encoder.ch_layout(), channels);
    boolean planar = wanted.id() == avcodec.AV_CODEC_ID_AAC;
    encoder.sample_rate(RATE);
    encoder.sample_fmt(planar ? avutil.AV_SAMPLE_FMT_FLTP : avutil.AV_SAMPLE_FMT_FLT);
    encoder.bit_rate(BITS_A_CHANNEL * channels).time_base(tick);
    encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    int rc = avcodec.avcodec_open2(encoder, wanted, (AVDictionary) null);
    if (rc < 0) {
      throw undecodable(Av.reason(rc) + " for " + channels + " channels");
    }
  }

  @Override
  public void write(AVPacket packet) {
    int rc = avcodec.avcodec_send_packet(decoder, packet);
    avcodec.av_packet_unref(packet);
    if (rc < 0) {
      throw undecodable(Av.reason(rc));
    }
    decode();
  }

  private void decode() {
    while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
      frame.pts(avutil.av_rescale_q(frame.best_effort_timestamp(), from.time_base(), tick));
      if (filters == null) {
        filters = new Filters(describe(), "abuffersink@out");
      }
      filters.push("abuffer@in", frame);
      encodeFiltered();
    }
  }

  private String describe() {
    return ("abuffer@in=time_base=1/" + RATE + ":sample_rate=" + frame.sample_rate())
        + (":sample_fmt=" + avutil.av_get_sample_fmt_name(frame.format()).getString())
        + (":channel_layout=" + layout(frame) + ",aresample=" + RATE)
        + (",aformat=sample_fmts="
            + avutil.av_get_sample_fmt_name(encoder.sample_fmt()).getString())
        + (":channel_layouts=" + layout(encoder.ch_layout()))
        + (",asetnsamples=n=" + encoder.frame_size() + ":p=0,abuffersink@out");
  }

  /** The layout of decoded sound; some files tell only how many channels there are. */
  private static String layout(AVFrame sound) {
    if (sound.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
      avutil.av_channel_layout_default(sound.ch_layout(), sound.ch_layout().nb_channels());
    }
    return layout(sound.ch_layout());
  }

  private static String layout(AVChannelLayout layout) {
    byte[] name = new byte[LONGEST_LAYOUT];
    avutil.av_channel_layout_describe(layout, name, name.length);
    return Av.string(name);
  }

  private void encodeFiltered() {
    while (filters.pull(frame)) {
      encode(frame);
      avutil.av_frame_unref(frame);
    }
  }

  private void encode(AVFrame sound) {
    muxer.require(avcodec.avcodec_send_frame(encoder, sound));
    while (avcodec.avcodec_receive_packet(encoder, encoded) >= 0) {
      avcodec.av_packet_rescale_ts(encoded, tick, to.time_base());
      muxer.write(encoded, to);
    }
  }

  @Override
  public void finish() {
    avcodec.avcodec_send_packet(decoder, null);
    decode();
    if (filters != null) {
      filters.push("abuffer@in", null);
      encodeFiltered();
    }
    encode(null);
  }

  private Fault undecodable(String reason) {
    return Fault.of(
        INVALID,
        "output %s cannot hold the sound of %s, which cannot be encoded anew (%s)"
            .formatted(muxer.output(), Labels.name(from), reason),
        "Choose another ending, such as .mkv");
  }

  @Override
  public void close() {
    if (filters != null) {
      filters.close();
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(encoded);
    avcodec.avcodec_free_context(decoder);
    avcodec.avcodec_free_context(encoder);
    tick.close();
  }
}
