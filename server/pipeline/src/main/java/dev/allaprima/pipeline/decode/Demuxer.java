package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
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

/** An open file and its packets, their timestamps counted from the file's start. */
final class Demuxer implements AutoCloseable {
  /** Which of a file's packets are read. */
  enum Wanted {
    /** Those of the video; those of the sound too, which tell whether the file is whole. */
    PICTURES,
    /** Those of sound and subtitles. */
    TRACKS
  }

  private static final long MICROS = 1_000_000;

  /**
   * FFmpeg's names of the kinds of file that are read: those that hold their pictures themselves. A
   * playlist would have files read that nobody named, itself among them until the stack ends.
   */
  private static final String FORMATS =
      "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,gif,apng,yuv4mpegpipe,dv,nut,rm,wtv"
          + ",h264,hevc,vvc,av1,obu,ivf,m4v,h263,mjpeg,vc1"
          + ",image2,jpeg_pipe,jpegls_pipe,j2k_pipe,jpegxl_pipe,jpegxl_anim,png_pipe,webp_pipe"
          + ",bmp_pipe,tiff_pipe,ppm_pipe,pgm_pipe,pbm_pipe,pam_pipe,dpx_pipe,exr_pipe,psd_pipe"
          + ",sgi_pipe,sunrast_pipe,hdr_pipe,qoi_pipe";

  private final Path file;
  private final AVFormatContext context;
  private final AVStream video;
  private final List<AVStream> sound = new ArrayList<>();
  private final BitSet wanted = new BitSet();
  private final Completeness completeness;
  private final boolean salvage;
  private String damage;

  /**
   * @param salvage whether a file that breaks off is taken to end there
   * @param mostPixels of a picture, at which the file says it is larger; 0 for no limit
   */
  Demuxer(Path file, Wanted what, boolean salvage, long mostPixels) {
    this.file = file;
    this.salvage = salvage;
    if (!Files.isRegularFile(file)) {
      throw Fault.of(NOT_FOUND, "input " + file + " is not there", "Name a video file or a photo");
    }
    if (!Files.isReadable(file)) {
      throw Fault.of(UNAVAILABLE, "input " + file + " cannot be read", "Check the file's rights");
    }
    Av.load();
    context = new AVFormatContext(null);
    try {
      int rc = open();
      if (rc >= 0) {
        rc = findStreams(mostPixels);
      }
      if (rc < 0) {
        throw Fault.of(
            INVALID,
            "input " + file + " is no video that can be read (" + Av.reason(rc) + ")",
            "Check that it is whole and plays in a player");
      }
      video = findVideo();
      requireSize(mostPixels);
      chooseStreams(what);
      completeness = new Completeness(context, video, sound.size());
      requireNothing(completeness.lackAtStart());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private int open() {
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = Av.url(file)) {
      avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
      avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
      return avformat.avformat_open_input(context, url, null, options);
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Finds out what the streams are, for which some of their pictures are decoded. */
  private int findStreams(long mostPixels) {
    int known = context.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, known))) {
      for (int i = 0; i < known; i++) {
        AVDictionary one = new AVDictionary(null);
        if (mostPixels > 0) {
          avutil.av_dict_set_int(one, "max_pixels", mostPixels, 0);
        }
        options.put(i, one);
      }
      int rc = avformat.avformat_find_stream_info(context, options);
      for (int i = 0; i < known; i++) {
        AVDictionary one = options.get(AVDictionary.class, i);
        if (one != null) {
          avutil.av_dict_free(one);
        }
      }
      return rc;
    }
  }

  private void requireSize(long mostPixels) {
    long width = video.codecpar().width();
    long height = video.codecpar().height();
    if (mostPixels > 0 && width * height > mostPixels) {
      throw Fault.of(
          INVALID,
          "input %s has pictures of %dx%d".formatted(file, width, height),
          "Scale it down to " + mostPixels + " pixels at most");
    }
  }

  private void chooseStreams(Wanted what) {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      int type = stream.codecpar().codec_type();
      boolean known = stream.codecpar().codec_id() != avcodec.AV_CODEC_ID_NONE;
      if (type == avutil.AVMEDIA_TYPE_AUDIO && known) {
        sound.add(stream);
        wanted.set(i);
      } else if (type == avutil.AVMEDIA_TYPE_SUBTITLE && known) {
        wanted.set(i, what == Wanted.TRACKS);
      } else if (i == video.index()) {
        wanted.set(i, what == Wanted.PICTURES);
      }
      if (!wanted.get(i)) {
        stream.discard(avcodec.AVDISCARD_ALL);
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

  /** The open file, for its streams, chapters and metadata; valid until this is closed. */
  AVFormatContext context() {
    return context;
  }

  /** What was found missing and passed over, in a few words; null if nothing was. */
  String damage() {
    return damage;
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
   * Reads the next wanted packet into {@code packet}, its timestamps counted from the file's start.
   * Files such as transport streams start anywhere on their clock.
   *
   * @return whether there was one; false at the end of the file
   * @throws Fault if the file breaks off or cannot be read
   */
  boolean read(AVPacket packet) {
    while (true) {
      int rc = avformat.av_read_frame(context, packet);
      if (rc == avutil.AVERROR_EOF) {
        int error = context.pb() == null ? 0 : context.pb().error();
        boolean failed = error < 0 && error != avutil.AVERROR_EOF;
        requireNothing(failed ? Av.reason(error) : completeness.lackAtEnd());
        return false;
      }
      if (rc < 0) {
        requireNothing(Av.reason(rc));
        return false;
      }
      AVStream stream = context.streams(packet.stream_index());
      if (!wanted.get(packet.stream_index())) {
        avcodec.av_packet_unref(packet);
        continue;
      }
      requireNothing(completeness.lackIn(packet));
      shiftToStart(packet, stream);
      completeness.note(packet, stream);
      return true;
    }
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

  private void requireNothing(String lack) {
    if (lack != null && !salvage) {
      throw Fault.of(
          INVALID,
          "input " + file + " breaks off or is damaged (" + lack + ")",
          "Get a whole copy of it, or say --salvage to paint what is there");
    }
    if (lack != null && damage == null) {
      damage = "incomplete (" + lack + ")";
    }
  }

  @Override
  public void close() {
    avformat.avformat_close_input(context);
  }
}
