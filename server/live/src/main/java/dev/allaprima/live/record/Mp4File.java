package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.TrackMuxer;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** An MP4 file being written, whose packets are on the disk as they come. For one thread. */
final class Mp4File implements AutoCloseable {
  private final TrackMuxer muxer = new TrackMuxer(Mp4File::require);
  private final AVFormatContext context = muxer.context();
  private long origin = avutil.AV_NOPTS_VALUE;
  private long end;

  /**
   * Begins the file, which is replaced if it is there.
   *
   * @param tracks borrowed during this call
   * @throws Fault if it cannot be written
   */
  Mp4File(Path file, Tracks tracks) {
    Av.load();
    AVDictionary options = new AVDictionary(null);
    try (BytePointer url = Av.url(file);
        BytePointer format = new BytePointer("mp4")) {
      require(avformat.avformat_alloc_output_context2(context, null, format, url));
      muxer.add(tracks);
      AVIOContext io = new AVIOContext(null);
      require(avformat.avio_open(io, url, avformat.AVIO_FLAG_WRITE));
      context.pb(io);
      avutil.av_dict_set(options, "movflags", "+hybrid_fragmented+frag_keyframe", 0);
      avutil.av_dict_set_int(options, "video_track_timescale", Tracks.TIME_BASE, 0);
      // The unit of the offsets between the tracks; of the default of a millisecond they would be.
      avutil.av_dict_set_int(options, "movie_timescale", Tracks.TIME_BASE, 0);
      // A killed process loses what it has in its own memory.
      avutil.av_dict_set_int(options, "flush_packets", 1, 0);
      require(avformat.avformat_write_header(context, options));
    } catch (RuntimeException e) {
      close();
      throw e;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /**
   * Writes a packet; the first one of the video is at zero, and sound from before it is left out.
   *
   * @param packet borrowed, its times in {@link Tracks#TIME_BASE}
   * @throws Fault if it cannot be written
   */
  void write(boolean video, AVPacket packet) {
    if (origin == avutil.AV_NOPTS_VALUE && video) {
      origin = packet.dts();
    }
    if (origin == avutil.AV_NOPTS_VALUE || packet.dts() < origin) {
      return;
    }
    end = Math.max(end, packet.pts() - origin + packet.duration());
    require(avformat.av_interleaved_write_frame(context, muxer.timed(video, packet, origin)));
  }

  /** What its pictures are; borrowed until it is closed. */
  AVCodecParameters video() {
    return context.streams(0).codecpar();
  }

  /** How long it lasts so far. */
  double seconds() {
    return (double) end / Tracks.TIME_BASE;
  }

  /**
   * Makes it a plain MP4 with one index.
   *
   * @throws Fault if that cannot be written
   */
  void finish() {
    require(avformat.av_write_trailer(context));
    AVIOContext io = context.pb();
    context.pb(null);
    require(avformat.avio_closep(io));
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "the recording cannot be written (" + Av.reason(rc) + ")",
          "Check the disk's space");
    }
  }

  /** Frees everything; what is written stays. */
  @Override
  public void close() {
    AVIOContext io = context.isNull() ? null : context.pb();
    if (io != null && !io.isNull()) {
      avformat.avio_closep(io);
    }
    muxer.close();
  }
}
