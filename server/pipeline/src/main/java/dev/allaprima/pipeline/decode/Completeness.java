package dev.allaprima.pipeline.decode;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Whether a file is all there. A file that was cut off may end like any other for FFmpeg, so what
 * it states of itself is compared with what comes. Transport streams state nothing.
 */
final class Completeness {
  private final AVFormatContext context;
  private final AVStream video;
  private final int soundStreams;
  private final String format;
  private double endSeconds;
  private long pictures;

  Completeness(AVFormatContext context, AVStream video, int soundStreams) {
    this.context = context;
    this.video = video;
    this.soundStreams = soundStreams;
    this.format = context.iformat().name().getString();
  }

  /** What lacks as far as the file's head tells, or null: MP4 has an index of all its packets. */
  String lackAtStart() {
    if (!format.startsWith("mov,")) {
      return null;
    }
    long size = avformat.avio_size(context.pb());
    for (int i = 0; i < context.nb_streams(); i++) {
      int entries = avformat.avformat_index_get_entries_count(context.streams(i));
      if (entries > 0) {
        AVIndexEntry last = avformat.avformat_index_get_entry(context.streams(i), entries - 1);
        if (last.pos() + last.size() > size) {
          return "it has " + size + " bytes, its index asks for more";
        }
      }
    }
    return null;
  }

  /** What lacks in a packet that was just read, or null. */
  String lackIn(AVPacket packet) {
    // A transport stream marks a packet wherever it was joined or lost something; there the
    // decoder tells whether a picture suffered.
    boolean cut = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
    return cut && !format.equals("mpegts") ? "a packet is cut off" : null;
  }

  /** Remembers a packet, its timestamps counted from the file's start. */
  void note(AVPacket packet, AVStream stream) {
    if (stream.index() == video.index()) {
      pictures++;
    }
    // Some files (AVI) have decoding times only; the missing one is the smallest number there is.
    long time = Math.max(packet.pts(), packet.dts());
    if (time != avutil.AV_NOPTS_VALUE) {
      AVRational base = stream.time_base();
      double seconds = (double) (time + packet.duration()) * base.num() / base.den();
      endSeconds = Math.max(endSeconds, seconds);
    }
  }

  /** What lacks now that the file has ended, or null; some slack for heads that were estimated. */
  String lackAtEnd() {
    // AVI's index is its tail, so the duration of one cut off is only guessed from what is there.
    if (format.equals("avi") && pictures < 0.9 * video.nb_frames()) {
      return "it ends after " + pictures + " of " + video.nb_frames() + " pictures";
    }
    boolean stated =
        context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_STREAM
            && context.duration() > 0
            && context.nb_streams() == 1 + soundStreams;
    double duration = stated ? context.duration() / 1e6 : 0;
    if (endSeconds > 0 && endSeconds < duration - Math.max(1, duration / 50)) {
      return "it ends after " + Math.round(endSeconds) + " of " + Math.round(duration) + " s";
    }
    return null;
  }
}
