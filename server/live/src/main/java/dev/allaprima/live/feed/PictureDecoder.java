package dev.allaprima.live.feed;

import dev.allaprima.live.flow.Intake;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.decode.Converter;
import dev.allaprima.pipeline.frame.Frame;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Pictures of a live source. What is damaged on the way is passed over: the next whole picture is
 * soon there. Used by one thread.
 */
final class PictureDecoder implements AutoCloseable {
  private final Intake intake;
  private final MediaClock clock;
  private final AVRational timeBase;
  private final AVCodecContext codec;
  private final AVFrame picture = avutil.av_frame_alloc();
  private final AVFrame converted = avutil.av_frame_alloc();
  private Converter converter;
  private int width;
  private int height;
  private long lastNanos = -1;
  private long pictures;

  /**
   * @throws dev.allaprima.models.Fault if there is no decoder for it
   */
  PictureDecoder(AVStream stream, Intake intake, MediaClock clock) {
    this.intake = intake;
    this.clock = clock;
    this.timeBase = stream.time_base();
    this.codec = Codecs.open(stream, "video");
  }

  /** How many there were so far. */
  long pictures() {
    return pictures;
  }

  /**
   * Decodes a packet and hands on the pictures that are ready.
   *
   * @param packet borrowed
   * @throws dev.allaprima.models.Fault if they are of a size that the server does not paint
   */
  void decode(AVPacket packet) {
    if (avcodec.avcodec_send_packet(codec, packet) < 0) {
      return;
    }
    while (avcodec.avcodec_receive_frame(codec, picture) >= 0) {
      boolean smeared = (picture.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
      if (!smeared && picture.decode_error_flags() == 0) {
        handOn();
      }
      avutil.av_frame_unref(picture);
    }
  }

  private void handOn() {
    long now = intake.now();
    long time = now;
    if (picture.best_effort_timestamp() != avutil.AV_NOPTS_VALUE) {
      time = clock.place(Codecs.nanos(picture.best_effort_timestamp(), timeBase), now);
    }
    if (time <= lastNanos) {
      return;
    }
    if (picture.width() != width || picture.height() != height) {
      // A converter keeps the size that it began with.
      closeConverter();
      converter = new Converter(null);
      width = picture.width();
      height = picture.height();
    }
    try {
      converter.convert(picture, converted);
    } catch (IllegalArgumentException e) {
      // Only a picture whose description is damaged has a format that FFmpeg cannot convert.
      return;
    }
    lastNanos = time;
    pictures++;
    try {
      Frame frame = intake.take(converted.width(), converted.height(), time);
      Av.copyPlane(converted, 0, frame.y(), frame.width(), frame.height());
      Av.copyPlane(converted, 1, frame.u(), frame.chromaWidth(), frame.chromaHeight());
      Av.copyPlane(converted, 2, frame.v(), frame.chromaWidth(), frame.chromaHeight());
      intake.picture(frame);
    } finally {
      avutil.av_frame_unref(converted);
    }
  }

  private void closeConverter() {
    if (converter != null) {
      converter.close();
      converter = null;
    }
  }

  @Override
  public void close() {
    closeConverter();
    avutil.av_frame_free(picture);
    avutil.av_frame_free(converted);
    avcodec.avcodec_free_context(codec);
  }
}
