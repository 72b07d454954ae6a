package dev.allaprima.live.feed;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The best video of an open demuxer and the sound beside it, decoded and handed to a stream. Used
 * by one thread, which is also the one that the pictures and the sound come on.
 */
public final class Feed implements AutoCloseable {
  /** For so long a source may give nothing that can be shown. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final AVFormatContext context;
  private final Intake intake;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final int video;
  private final int audio;
  private final PictureDecoder pictures;
  private final SoundDecoder sound;
  private long pictureCount;
  private long lastPictureNanos = System.nanoTime();

  /**
   * @param context open; borrowed until this is closed
   * @throws Fault if it has no video, or cannot be decoded
   */
  public Feed(AVFormatContext context, Intake intake) {
    this.context = context;
    this.intake = intake;
    MediaClock clock = new MediaClock();
    PictureDecoder decoder = null;
    try {
      video = best(avutil.AVMEDIA_TYPE_VIDEO);
      audio = best(avutil.AVMEDIA_TYPE_AUDIO);
      if (video < 0) {
        throw Fault.of(INVALID, "the source has no video", "Send one video track");
      }
      decoder = new PictureDecoder(context.streams(video), intake, clock);
      pictures = decoder;
      sound = audio < 0 ? null : new SoundDecoder(context.streams(audio), intake, clock);
    } catch (RuntimeException | Error e) {
      avcodec.av_packet_free(packet);
      if (decoder != null) {
        decoder.close();
      }
      throw e;
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (i != video && i != audio) {
        stream.discard(avcodec.AVDISCARD_ALL);
      }
    }
  }

  private int best(int type) {
    return avformat.av_find_best_stream(context, type, -1, -1, (PointerPointer<?>) null, 0);
  }

  /**
   * Reads one packet and hands on what it gives; waits for it as long as the demuxer does.
   *
   * @return false at the source's end
   * @throws Fault if the source cannot go on, or has shown nothing for too long
   */
  public boolean step() {
    int rc = avformat.av_read_frame(context, packet);
    if (rc < 0 && rc != Av.AGAIN) {
      if (rc == avutil.AVERROR_EOF) {
        return false;
      }
      throw Fault.of(INVALID, "the source broke off (" + Av.reason(rc) + ")", "Send it anew");
    }
    if (rc >= 0) {
      try {
        take();
      } finally {
        avcodec.av_packet_unref(packet);
      }
    }
    requirePictures();
    return true;
  }

  /** How many pictures it has handed on. */
  public long pictures() {
    return pictures.pictures();
  }

  private void take() {
    if (packet.stream_index() == video) {
      pictures.decode(packet);
    } else if (packet.stream_index() == audio) {
      sound.decode(packet);
    }
  }

  private void requirePictures() {
    long now = System.nanoTime();
    if (pictures.pictures() != pictureCount) {
      pictureCount = pictures.pictures();
      lastPictureNanos = now;
    } else if (now - lastPictureNanos > PATIENCE_NANOS) {
      throw Fault.of(
          INVALID,
          "no picture that can be decoded came for "
              + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)
              + " s",
          "Check what the source sends");
    }
  }

  /** Frees the decoders; the demuxer stays open. */
  @Override
  public void close() {
    pictures.close();
    if (sound != null) {
      sound.close();
    }
    avcodec.av_packet_free(packet);
  }
}
