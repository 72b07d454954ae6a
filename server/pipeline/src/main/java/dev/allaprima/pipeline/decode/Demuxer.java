package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open file and its packets: those of its video, and those of all its sound. */
final class Demuxer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demuxer.class);
  private static final long MICROS = 1_000_000;

  private final Path file;
  private final AVFormatContext context;
  private final AVStream video;
  private final List<AVStream> sound = new ArrayList<>();
  private double endSeconds;

  Demuxer(Path file) {
    this.file = file;
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "input " + file + " is not there", "Name a video file or a photo");
    }
    if (!Files.isReadable(file)) {
      throw Fault.of(UNAVAILABLE, "input " + file + " cannot be read", "Check the file's rights");
    }
    context = new AVFormatContext(null);
    try (BytePointer url = Av.url(file)) {
      int rc = avformat.avformat_open_input(context, url, null, (AVDictionary) null);
      if (rc >= 0) {
        rc = avformat.avformat_find_stream_info(context, (PointerPointer<?>) null);
      }
      if (rc < 0) {
        throw Fault.of(
            INVALID,
            "input " + file + " is no video that can be read (" + Av.reason(rc) + ")",
            "Check that it is whole and plays in a player");
      }
      video = findVideo();
      requireWhole();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      boolean isSound = stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO;
      if (isSound && stream.codecpar().codec_id() != avcodec.AV_CODEC_ID_NONE) {
        sound.add(stream);
        continue;
      }
      if (isSound) {
        LOG.warn("{}: sound track {} is in no known format and is left out", file, i);
      }
      if (i != video.index()) {
        stream.discard(avcodec.AVDISCARD_ALL);
      }
    }
  }

  /** An MP4 file has an index of all its packets: what lies behind its end is missing. */
  private void requireWhole() {
    long size = avformat.avio_size(context.pb());
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      int entries = avformat.avformat_index_get_entries_count(stream);
      if (entries == 0 || !context.iformat().name().getString().startsWith("mov,")) {
        continue;
      }
      AVIndexEntry last = avformat.avformat_index_get_entry(stream, entries - 1);
      if (last.pos() + last.size() > size) {
        throw broken("it has " + size + " bytes, its index asks for more");
      }
    }
  }

  private AVStream findVideo() {
    int index =
        avformat.av_find_best_stream(
            context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    // The cover picture of a song is a video stream by its type.
    int cover = avformat.AV_DISPOSITION_ATTACHED_PIC;
    if (index < 0 || (context.streams(index).disposition() & cover) != 0) {
      throw Fault.of(INVALID, "input " + file + " has no video track", "Name a file that has one");
    }
    return context.streams(index);
  }

  AVStream video() {
    return video;
  }

  /** The streams of sound; valid until this is closed. */
  List<AVStream> sound() {
    return sound;
  }

  boolean isPhoto() {
    String name = context.iformat().name().getString();
    return name.equals("image2") || name.endsWith("_pipe");
  }

  boolean isVideo(AVPacket packet) {
    return packet.stream_index() == video.index();
  }

  /** Frames that the file says it has, or an estimate from its duration, or -1. */
  long expectedFrames() {
    if (video.nb_frames() > 0) {
      return video.nb_frames();
    }
    AVRational rate = video.avg_frame_rate();
    boolean known = context.duration() > 0 && rate.num() > 0 && rate.den() > 0;
    return known ? Math.round((double) context.duration() / MICROS * rate.num() / rate.den()) : -1;
  }

  /**
   * Reads the next packet of the video or of a sound into {@code packet}, its timestamps counted
   * from the file's start. Files such as transport streams start anywhere on their clock.
   *
   * @return whether there was one; false at the end of the file
   * @throws Fault if the file breaks off or cannot be read
   */
  boolean read(AVPacket packet) {
    while (true) {
      int rc = avformat.av_read_frame(context, packet);
      if (rc == avutil.AVERROR_EOF) {
        int error = context.pb() == null ? 0 : context.pb().error();
        if (error < 0 && error != avutil.AVERROR_EOF) {
          throw broken(Av.reason(error));
        }
        requireEndReached();
        return false;
      }
      if (rc < 0) {
        throw broken(Av.reason(rc));
      }
      AVStream stream = context.streams(packet.stream_index());
      if (stream.discard() == avcodec.AVDISCARD_ALL || !isWanted(packet)) {
        // Streams may turn up late in a file; those are none of ours.
        avcodec.av_packet_unref(packet);
        continue;
      }
      if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
        throw broken("a packet is cut off");
      }
      shiftToStart(packet, stream);
      noteEnd(packet, stream);
      return true;
    }
  }

  private void noteEnd(AVPacket packet, AVStream stream) {
    // Some files (AVI) have decoding times only; the missing one is the smallest number there is.
    long time = Math.max(packet.pts(), packet.dts());
    if (time != avutil.AV_NOPTS_VALUE) {
      AVRational base = stream.time_base();
      double seconds = (double) (time + packet.duration()) * base.num() / base.den();
      endSeconds = Math.max(endSeconds, seconds);
    }
  }

  /**
   * A file cut off between two packets ends like any other, only before the time that it states.
   */
  private void requireEndReached() {
    boolean stated =
        context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_STREAM
            && context.duration() > 0
            && context.nb_streams() == 1 + sound.size();
    double duration = stated ? (double) context.duration() / MICROS : 0;
    if (endSeconds > 0 && endSeconds < duration - Math.max(1, duration / 50)) {
      throw broken(
          "it ends after " + Math.round(endSeconds) + " of " + Math.round(duration) + " s");
    }
  }

  private boolean isWanted(AVPacket packet) {
    return isVideo(packet)
        || sound.stream().anyMatch(stream -> stream.index() == packet.stream_index());
  }

  private void shiftToStart(AVPacket packet, AVStream stream) {
    long start = context.start_time();
    if (start == avutil.AV_NOPTS_VALUE || start == 0) {
      return;
    }
    try (AVRational micros = Av.rational(1, (int) MICROS)) {
      long offset = avutil.av_rescale_q(start, micros, stream.time_base());
      if (packet.pts() != avutil.AV_NOPTS_VALUE) {
        packet.pts(packet.pts() - offset);
      }
      if (packet.dts() != avutil.AV_NOPTS_VALUE) {
        packet.dts(packet.dts() - offset);
      }
    }
  }

  private Fault broken(String reason) {
    return Fault.of(
        INVALID,
        "input " + file + " breaks off or is damaged (" + reason + ")",
        "Get a whole copy of it, or keep what plays with: ffmpeg -i INPUT REPAIRED.mp4");
  }

  @Override
  public void close() {
    avformat.avformat_close_input(context);
  }
}
