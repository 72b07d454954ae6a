package dev.allaprima.live.feed;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;

/** What decoders of live sources have in common. */
final class Codecs {
  private Codecs() {}

  /**
   * Opens a decoder that gives out what it has at once; the caller frees it.
   *
   * @param what for the message
   * @throws Fault if there is none
   */
  static AVCodecContext open(AVStream stream, String what) {
    AVCodec found = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (found == null) {
      throw undecodable(stream, what, "there is no decoder for it");
    }
    AVCodecContext codec = avcodec.avcodec_alloc_context3(found);
    codec.pkt_timebase(stream.time_base());
    // A thread for each picture would hold back as many pictures as there are threads.
    codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
    codec.thread_type(AVCodecContext.FF_THREAD_SLICE).thread_count(0);
    int rc = avcodec.avcodec_parameters_to_context(codec, stream.codecpar());
    if (rc >= 0) {
      rc = avcodec.avcodec_open2(codec, found, (AVDictionary) null);
    }
    if (rc < 0) {
      avcodec.avcodec_free_context(codec);
      throw undecodable(stream, what, Av.reason(rc));
    }
    return codec;
  }

  private static Fault undecodable(AVStream stream, String what, String reason) {
    String name = avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
    return Fault.of(
        INVALID,
        "the " + what + " is " + name + ", which cannot be decoded (" + reason + ")",
        "Send H.264 and AAC or opus");
  }

  /** A time in units of the base, in nanoseconds. */
  static long nanos(long time, AVRational base) {
    return Math.round((double) time * base.num() / base.den() * 1e9);
  }
}
