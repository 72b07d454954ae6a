package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Makes a whole file of one that a killed process left: its packets are copied as they are. */
final class Mending {
  private Mending() {}

  /**
   * Copies what can be read of the file.
   *
   * @param whole where to; replaced if it is there
   * @return how many seconds it lasts
   * @throws Fault if nothing can be read of it, or the other cannot be written
   */
  static double mend(Path broken, Path whole) {
    Av.load();
    AVFormatContext context = new AVFormatContext(null);
    AVPacket packet = avcodec.av_packet_alloc();
    try (BytePointer url = Av.url(broken);
        AVRational wire = Av.rational(1, Tracks.TIME_BASE)) {
      require(avformat.avformat_open_input(context, url, null, (AVDictionary) null));
      require(avformat.avformat_find_stream_info(context, (PointerPointer<?>) null));
      AVStream video = stream(context, avutil.AVMEDIA_TYPE_VIDEO);
      AVStream sound = stream(context, avutil.AVMEDIA_TYPE_AUDIO);
      if (video == null) {
        throw unreadable("there is no picture in it");
      }
      AVCodecParameters heard = sound == null ? null : sound.codecpar();
      try (Mp4File file = new Mp4File(whole, new Tracks(video.codecpar(), heard))) {
        while (avformat.av_read_frame(context, packet) >= 0) {
          boolean seen = packet.stream_index() == video.index();
          if (seen || (sound != null && packet.stream_index() == sound.index())) {
            AVRational base = context.streams(packet.stream_index()).time_base();
            avcodec.av_packet_rescale_ts(packet, base, wire);
            file.write(seen, packet);
          }
          avcodec.av_packet_unref(packet);
        }
        file.finish();
        return file.seconds();
      }
    } finally {
      avcodec.av_packet_free(packet);
      avformat.avformat_close_input(context);
    }
  }

  private static AVStream stream(AVFormatContext context, int type) {
    int index = avformat.av_find_best_stream(context, type, -1, -1, (PointerPointer<?>) null, 0);
    return index < 0 ? null : context.streams(index);
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw unreadable(Av.reason(rc));
    }
  }

  private static Fault unreadable(String why) {
    return Fault.of(INVALID, "the recording cannot be read (" + why + ")", "Delete it");
  }
}
