package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.av.Filters;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** A GIF being written, from pictures of palette colours with times in hundredths of a second. */
final class GifFile implements AutoCloseable {
  private static final Ratio HUNDREDTH = new Ratio(1, 100);

  private final Muxer muxer;
  private final AVCodecContext codec;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame picture = avutil.av_frame_alloc();

  GifFile(Target target, VideoFormat format, Path part) {
    muxer = new Muxer(target.output(), part, Container.ANIMATION);
    AVCodec gif = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_GIF);
    codec = avcodec.avcodec_alloc_context3(gif);
    try {
      codec.width(format.width()).height(format.height()).pix_fmt(avutil.AV_PIX_FMT_PAL8);
      codec.time_base().num(HUNDREDTH.num()).den(HUNDREDTH.den());
      muxer.require(avcodec.avcodec_open2(codec, gif, (AVDictionary) null));
      muxer.addVideo(codec, HUNDREDTH, format.frameRate(), 0);
      muxer.begin();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Writes every picture that the filters have ready. */
  void writeAll(Filters filters) {
    while (filters.pull(picture)) {
      encode(picture);
      avutil.av_frame_unref(picture);
    }
  }

  private void encode(AVFrame frame) {
    muxer.require(avcodec.avcodec_send_frame(codec, frame));
    while (avcodec.avcodec_receive_packet(codec, packet) >= 0) {
      muxer.writeVideo(packet);
    }
  }

  void finish() {
    encode(null);
    muxer.finish();
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(picture);
    avcodec.avcodec_free_context(codec);
    muxer.close();
  }
}
