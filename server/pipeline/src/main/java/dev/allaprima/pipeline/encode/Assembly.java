package dev.allaprima.pipeline.encode;

import dev.allaprima.pipeline.file.PacketFile;
import dev.allaprima.pipeline.file.WorkFolder;
import dev.allaprima.pipeline.frame.VideoFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The last step of a work: finished chunks and the input's other tracks become the output. */
public final class Assembly {
  /** Where the packets of the other tracks come from. */
  public interface Source {
    /** Reads the next packet into an empty one; false when there are no more. */
    boolean read(AVPacket packet);
  }

  /**
   * What the output takes from the input beside its pictures.
   *
   * @param context the open input; borrowed
   * @param video its stream of pictures; borrowed
   * @param from start of what is painted, in seconds from the input's start
   * @param to end of it, likewise
   * @param packets sound and subtitles; their times count from {@code from}
   */
  public record Rest(
      AVFormatContext context, AVStream video, double from, double to, Source packets) {}

  private final Target target;
  private final VideoFormat format;
  private final WorkFolder work;
  private final List<String> notes = new ArrayList<>();

  private Assembly(Target target, VideoFormat format, WorkFolder work) {
    this.target = target;
    this.format = format;
    this.work = work;
  }

  /**
   * Writes the output under its name.
   *
   * @param format as the chunks were encoded with
   * @param work borrowed, complete
   * @return what became of the input otherwise than by plain copying, for people
   * @throws dev.allaprima.models.Fault if it cannot be written; the chunks stay
   */
  public static List<String> run(Target target, VideoFormat format, WorkFolder work, Rest rest) {
    Assembly assembly = new Assembly(target, format, work);
    switch (target.container()) {
      case PICTURES -> {
        assembly.noteOmissions(rest.context());
        PictureSequence.write(target, work);
        work.finished();
      }
      case ANIMATION -> {
        assembly.noteOmissions(rest.context());
        Path part = work.temporary("assembled");
        Animation.write(target, format, work, part);
        work.commit(part, target.overwrite());
      }
      default -> {
        Path part = work.temporary("assembled");
        assembly.mux(rest, part);
        work.commit(part, target.overwrite());
      }
    }
    return assembly.notes;
  }

  private void noteOmissions(AVFormatContext context) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (context.streams(i).codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO) {
        notes.add("the sound is left out: this kind of file has none");
        return;
      }
    }
  }

  private void mux(Rest rest, Path part) {
    AVPacket video = avcodec.av_packet_alloc();
    AVPacket other = avcodec.av_packet_alloc();
    try (Muxer muxer = new Muxer(target.output(), part, target.container());
        TrackChoice tracks = new TrackChoice(muxer, notes);
        // For the headers that all chunks have in common.
        Encoder encoder = new Encoder(target, format, (packet, pts, duration) -> {})) {
      int delay = work.chunks().stream().mapToInt(WorkFolder.Chunk::delay).max().orElse(0);
      muxer.addVideo(encoder.codec(), format.timeBase(), format.frameRate(), delay);
      Labels.copy(rest.video(), muxer.video());
      for (int i = 0; i < rest.context().nb_streams(); i++) {
        if (i != rest.video().index()) {
          tracks.add(rest.context().streams(i));
        }
      }
      Labels.copy(rest.context(), muxer.context());
      Labels.copyChapters(rest.context(), muxer.context(), rest.from(), rest.to());
      muxer.begin();
      tracks.begin();
      boolean more = rest.packets().read(other);
      long left = work.frames();
      long end = 0;
      for (WorkFolder.Chunk chunk : work.chunks()) {
        try (PacketFile.Reader reader = new PacketFile.Reader(work.path(chunk))) {
          while (reader.read(video)) {
            double now = video.pts() * format.timeBase().value();
            while (more && seconds(other, rest.context()) <= now) {
              tracks.write(other);
              more = rest.packets().read(other);
            }
            end = Math.max(end, video.pts() + video.duration());
            if (--left == 0 && target.container().isMov()) {
              // MP4 has durations in decoding order: what is decoded last lasts to the very end.
              video.duration(end - video.pts());
            }
            muxer.writeVideo(video);
          }
        }
      }
      while (more) {
        tracks.write(other);
        more = rest.packets().read(other);
      }
      tracks.finish();
      muxer.finish();
    } finally {
      avcodec.av_packet_free(video);
      avcodec.av_packet_free(other);
    }
  }

  private static double seconds(AVPacket packet, AVFormatContext context) {
    long time = Math.max(packet.dts(), packet.pts());
    var base = context.streams(packet.stream_index()).time_base();
    return time == avutil.AV_NOPTS_VALUE ? 0 : (double) time * base.num() / base.den();
  }
}
