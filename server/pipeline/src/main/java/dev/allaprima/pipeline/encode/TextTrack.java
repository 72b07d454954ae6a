package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.av.Av;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Subtitles of text that are rewritten as the output's container has them. */
final class TextTrack implements TrackWriter {
  /** More than one subtitle's text is ever long. */
  private static final int LONGEST = 1 << 16;

  private final Muxer muxer;
  private final AVStream from;
  private final AVStream to;
  private final AVCodecContext decoder;
  private final AVCodecContext encoder;
  private final AVSubtitle subtitle = new AVSubtitle();
  private final BytePointer text = new BytePointer(LONGEST);
  private final AVRational millis = Av.rational(1, 1000);
  private long lastPts = Long.MIN_VALUE;

  private TextTrack(Muxer muxer, AVStream from, AVCodecContext decoder, AVCodecContext encoder) {
    this.muxer = muxer;
    this.from = from;
    this.decoder = decoder;
    this.encoder = encoder;
    to = muxer.addStream();
    muxer.require(avcodec.avcodec_parameters_from_context(to.codecpar(), encoder));
    to.time_base(millis);
    Labels.copy(from, to);
  }

  /** A track that writes the text by the named encoder; null if it cannot be rewritten. */
  static TextTrack open(Muxer muxer, AVStream from, String encoderName) {
    AVCodec found = avcodec.avcodec_find_decoder(from.codecpar().codec_id());
    AVCodec wanted = avcodec.avcodec_find_encoder_by_name(encoderName);
    if (found == null || wanted == null) {
      return null;
    }
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(found);
    AVCodecContext encoder = avcodec.avcodec_alloc_context3(wanted);
    decoder.pkt_timebase(from.time_base());
    avcodec.avcodec_parameters_to_context(decoder, from.codecpar());
    boolean opened = avcodec.avcodec_open2(decoder, found, (AVDictionary) null) >= 0;
    if (opened) {
      encoder.time_base().num(1).den(1000);
      // The encoder reads the styles that the decoder found; it frees its own copy of them.
      int size = decoder.subtitle_header_size();
      BytePointer header = new BytePointer(avutil.av_mallocz(size + 1L));
      Pointer.memcpy(header, decoder.subtitle_header(), size);
      encoder.subtitle_header(header).subtitle_header_size(size);
      opened = avcodec.avcodec_open2(encoder, wanted, (AVDictionary) null) >= 0;
    }
    if (opened) {
      return new TextTrack(muxer, from, decoder, encoder);
    }
    avcodec.avcodec_free_context(decoder);
    avcodec.avcodec_free_context(encoder);
    return null;
  }

  @Override
  public void write(AVPacket packet) {
    int[] got = new int[1];
    avcodec.avcodec_decode_subtitle2(decoder, subtitle, got, packet);
    if (got[0] == 0) {
      avcodec.av_packet_unref(packet);
      return;
    }
    subtitle.pts(avutil.av_rescale_q(packet.pts(), from.time_base(), micros()));
    subtitle.start_display_time(0);
    int size = avcodec.avcodec_encode_subtitle(encoder, text, LONGEST, subtitle);
    avcodec.avsubtitle_free(subtitle);
    long pts = packet.pts();
    long duration = packet.duration();
    avcodec.av_packet_unref(packet);
    if (size > 0) {
      muxer.require(avcodec.av_new_packet(packet, size));
      Pointer.memcpy(packet.data(), text, size);
      packet.pts(pts).dts(pts).duration(duration);
      avcodec.av_packet_rescale_ts(packet, from.time_base(), to.time_base());
      packet.pts(Math.max(packet.pts(), lastPts + 1)).dts(packet.pts());
      lastPts = packet.pts();
      muxer.write(packet, to);
    }
  }

  private static AVRational micros() {
    return avutil.av_get_time_base_q();
  }

  @Override
  public void close() {
    avcodec.avcodec_free_context(decoder);
    avcodec.avcodec_free_context(encoder);
    subtitle.close();
    text.close();
    millis.close();
  }
}
