package dev.allaprima.live.record;

import dev.allaprima.live.broadcast.PictureEncoder;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import dev.allaprima.pipeline.decode.Converter;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures that have another size than a file that was begun become pictures of the file's: whole,
 * as large as they can be, in the middle of black. They are decoded and encoded once more for it.
 * Used by one thread.
 */
final class Refit implements AutoCloseable {
  private final PictureEncoder encoder;
  private final int width;
  private final int height;
  private final AVCodecContext decoder;
  private final AVFrame picture = avutil.av_frame_alloc();
  private final AVFrame converted = avutil.av_frame_alloc();
  private final AVFrame fitted = avutil.av_frame_alloc();
  private final Converter converter = new Converter(null);
  private final FramePool pool = new FramePool("refit", 1);
  // Made for the first picture, as all that come have one size.
  private Filters filters;

  private Refit(AVCodecParameters from, AVCodecParameters into) {
    this.width = into.width();
    this.height = into.height();
    this.encoder = new PictureEncoder(PictureEncoder.SOFTWARE, width, height);
    AVCodec found = avcodec.avcodec_find_decoder(from.codec_id());
    this.decoder = avcodec.avcodec_alloc_context3(found);
    decoder.flags(decoder.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
    decoder.thread_count(1);
    if (avcodec.avcodec_parameters_to_context(decoder, from) < 0
        || avcodec.avcodec_open2(decoder, found, (AVDictionary) null) < 0) {
      close();
      throw new IllegalStateException("what was encoded here cannot be decoded here");
    }
  }

  /**
   * One for pictures of one kind that are to go into a file of another.
   *
   * @return null where there is none: the file was begun by another encoder, whose pictures a
   *     decoder reads otherwise
   */
  static Refit of(AVCodecParameters from, AVCodecParameters into) {
    Refit refit;
    try {
      refit = new Refit(from, into);
    } catch (Fault e) {
      return null;
    }
    if (!same(refit.encoder.parameters(), into)) {
      refit.close();
      return null;
    }
    return refit;
  }

  /** Whether pictures of one kind can follow those of another in one file. */
  static boolean same(AVCodecParameters a, AVCodecParameters b) {
    if (a.width() != b.width()
        || a.height() != b.height()
        || a.extradata_size() != b.extradata_size()) {
      return false;
    }
    BytePointer one = a.extradata();
    BytePointer other = b.extradata();
    for (int i = 0; i < a.extradata_size(); i++) {
      if (one.get(i) != other.get(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes packets of the file's size.
   *
   * @param packet borrowed; the first one is a keyframe
   * @param to takes them, borrowed, their times those of the pictures that came
   */
  void write(AVPacket packet, Consumer<AVPacket> to) {
    if (avcodec.avcodec_send_packet(decoder, packet) < 0) {
      return;
    }
    while (avcodec.avcodec_receive_frame(decoder, picture) >= 0) {
      boolean key = (picture.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
      long time = picture.pts();
      converter.convert(picture, converted);
      fit();
      avutil.av_frame_unref(picture);
      avutil.av_frame_unref(converted);
      encode(nanos(time), key, to);
    }
  }

  private void fit() {
    if (filters == null) {
      String size = "w=" + width + ":h=" + height;
      filters =
          new Filters(
              ("buffer@in=width=" + converted.width() + ":height=" + converted.height())
                  + ":pix_fmt=yuv420p:time_base=1/1:pixel_aspect=1/1"
                  + (":colorspace=" + converted.colorspace())
                  + (":range=" + converted.color_range())
                  + (",scale=" + size + ":flags=bicubic")
                  + ":force_original_aspect_ratio=decrease:force_divisible_by=2"
                  + (",setsar=1,pad=" + size + ":x=-1:y=-1:color=black,buffersink@out"),
              "buffersink@out");
    }
    filters.convert("buffer@in", converted, fitted);
  }

  private void encode(long timeNanos, boolean key, Consumer<AVPacket> to) {
    Frame frame = pool.take(width, height, timeNanos);
    try {
      Av.copyPlane(fitted, 0, frame.y(), width, height);
      Av.copyPlane(fitted, 1, frame.u(), frame.chromaWidth(), frame.chromaHeight());
      Av.copyPlane(fitted, 2, frame.v(), frame.chromaWidth(), frame.chromaHeight());
      encoder.encode(frame, key, to);
    } finally {
      frame.release();
      avutil.av_frame_unref(fitted);
    }
  }

  /** Rounded up, so that the encoder, which rounds down, comes to the same tick. */
  private static long nanos(long ticks) {
    return Math.floorDiv(ticks * 1_000_000_000L + Tracks.TIME_BASE - 1, (long) Tracks.TIME_BASE);
  }

  @Override
  public void close() {
    if (filters != null) {
      filters.close();
    }
    converter.close();
    encoder.close();
    avutil.av_frame_free(picture);
    avutil.av_frame_free(converted);
    avutil.av_frame_free(fitted);
    avcodec.avcodec_free_context(decoder);
    pool.close();
  }
}
