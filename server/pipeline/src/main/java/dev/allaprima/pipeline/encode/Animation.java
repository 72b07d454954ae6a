package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import dev.allaprima.pipeline.file.PacketFile;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.Ratio;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * An animated GIF, in two passes over the finished pictures: one chooses a palette of 256 colours
 * for all of them, the other dithers each to it.
 */
final class Animation {
  /** GIF counts hundredths of a second. */
  private static final Ratio TIME_BASE = new Ratio(1, 100);

  /** Players make a tenth of a second of what is to stand for less; such pictures are left out. */
  private static final long SHORTEST = 2;

  private final Target target;
  private final VideoFormat format;
  private final WorkFolder work;

  private Animation(Target target, VideoFormat format, WorkFolder work) {
    this.target = target;
    this.format = format;
    this.work = work;
  }

  /** Writes the finished chunks' pictures to {@code part}. */
  static void write(Target target, VideoFormat format, WorkFolder work, Path part) {
    AVFrame palette = avutil.av_frame_alloc();
    try {
      Animation animation = new Animation(target, format, work);
      animation.choosePalette(palette);
      animation.writeWith(palette, part);
    } finally {
      avutil.av_frame_free(palette);
    }
  }

  private void choosePalette(AVFrame palette) {
    String graph = pictures() + ",palettegen,buffersink@out";
    try (Filters filters = new Filters(graph, "buffersink@out")) {
      decode(picture -> filters.push("buffer@in", picture));
      filters.push("buffer@in", null);
      filters.pull(palette);
    }
  }

  private void writeWith(AVFrame palette, Path part) {
    String graph =
        pictures()
            + "[pictures];buffer@palette=width=16:height=16:pix_fmt=rgb32:time_base=1/100[palette];"
            + "[pictures][palette]paletteuse=diff_mode=rectangle,buffersink@out";
    try (Filters filters = new Filters(graph, "buffersink@out");
        GifFile file = new GifFile(target, format, part)) {
      filters.push("buffer@palette", palette);
      filters.push("buffer@palette", null);
      decode(
          picture -> {
            filters.push("buffer@in", picture);
            file.writeAll(filters);
          });
      filters.push("buffer@in", null);
      file.writeAll(filters);
      file.finish();
    }
  }

  /** The source of pictures and their way to RGB. */
  private String pictures() {
    return ("buffer@in=width=" + format.width() + ":height=" + format.height())
        + (":pix_fmt=yuv420p:time_base=1/100:colorspace=" + avutil.AVCOL_SPC_SMPTE170M)
        + (":range=" + avutil.AVCOL_RANGE_MPEG)
        + ",scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp,format=bgra";
  }

  /** Decodes the pictures of all chunks; their times become hundredths of a second. */
  private void decode(Consumer<AVFrame> pictures) {
    AVPacket packet = avcodec.av_packet_alloc();
    AVFrame picture = avutil.av_frame_alloc();
    AVCodecContext decoder = decoder();
    double hundredths = format.timeBase().value() / TIME_BASE.value();
    long next = Long.MIN_VALUE;
    try {
      for (WorkFolder.Chunk chunk : work.chunks()) {
        try (PacketFile.Reader reader = new PacketFile.Reader(work.path(chunk))) {
          while (reader.read(packet)) {
            long pts = Math.round(packet.pts() * hundredths);
            long end = Math.round((packet.pts() + packet.duration()) * hundredths);
            require(avcodec.avcodec_send_packet(decoder, packet));
            avcodec.av_packet_unref(packet);
            require(avcodec.avcodec_receive_frame(decoder, picture));
            if (pts >= next) {
              picture.pts(pts).duration(Math.max(SHORTEST, end - pts));
              pictures.accept(picture);
              next = pts + SHORTEST;
            }
          }
        }
      }
    } finally {
      avcodec.av_packet_free(packet);
      avutil.av_frame_free(picture);
      avcodec.avcodec_free_context(decoder);
    }
  }

  /** A decoder of what the chunks are encoded with, which gives a picture for each packet. */
  private AVCodecContext decoder() {
    AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
    AVCodecContext decoder = avcodec.avcodec_alloc_context3(null);
    try (Encoder encoder = new Encoder(target, format, (packet, pts, duration) -> {})) {
      require(avcodec.avcodec_parameters_from_context(parameters, encoder.codec()));
      require(avcodec.avcodec_parameters_to_context(decoder, parameters));
    } finally {
      avcodec.avcodec_parameters_free(parameters);
    }
    // Threads over frames would hold pictures back.
    decoder.thread_type(AVCodecContext.FF_THREAD_SLICE);
    require(
        avcodec.avcodec_open2(
            decoder, avcodec.avcodec_find_decoder(decoder.codec_id()), (AVDictionary) null));
    return decoder;
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw new IllegalStateException("a finished picture cannot be decoded: " + Av.reason(rc));
    }
  }
}
