package dev.allaprima.pipeline.encode;

import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** What is written about a file and its tracks: titles, languages, chapters. */
final class Labels {
  /** Said of the input's container or encoder, and not true of the output's. */
  private static final List<String> NOT_COPIED =
      List.of("major_brand", "minor_version", "compatible_brands", "encoder", "duration");

  private Labels() {}

  /** Copies what a track is called and meant for. */
  static void copy(AVStream from, AVStream to) {
    to.disposition(from.disposition());
    to.metadata(copy(from.metadata()));
  }

  /** Copies what a file is called. */
  static void copy(AVFormatContext from, AVFormatContext to) {
    to.metadata(copy(from.metadata()));
  }

  private static AVDictionary copy(AVDictionary from) {
    AVDictionary copy = new AVDictionary(null);
    avutil.av_dict_copy(copy, from, 0);
    for (String key : NOT_COPIED) {
      avutil.av_dict_set(copy, key, (String) null, 0);
    }
    return copy;
  }

  /**
   * Copies the chapters that lie in a range, in seconds; their times then count from its start.
   * FFmpeg wants the array and each chapter from its own allocator and frees them with the file.
   */
  static void copyChapters(AVFormatContext from, AVFormatContext to, double start, double end) {
    int count = from.nb_chapters();
    if (count == 0) {
      return;
    }
    PointerPointer<AVChapter> chapters =
        new PointerPointer<>(avutil.av_calloc(count, Pointer.sizeof(Pointer.class)));
    int kept = 0;
    for (int i = 0; i < count; i++) {
      AVChapter chapter = from.chapters(i);
      AVRational base = chapter.time_base();
      double tick = (double) base.num() / base.den();
      long offset = from.start_time() == avutil.AV_NOPTS_VALUE ? 0 : from.start_time();
      double shift = start + offset / 1e6;
      double begins = chapter.start() * tick - shift;
      double ends = Math.min(chapter.end() * tick - shift, end - start);
      if (ends > 0 && begins < end - start) {
        AVChapter copy = new AVChapter(avutil.av_mallocz(new AVChapter().sizeof()));
        copy.id(chapter.id());
        copy.time_base(base);
        copy.start(Math.round(Math.max(0, begins) / tick)).end(Math.round(ends / tick));
        copy.metadata(copy(chapter.metadata()));
        chapters.put(kept++, copy);
      }
    }
    to.chapters(chapters);
    to.nb_chapters(kept);
  }

  /** A short name of a track for people: its number in the file and its codec. */
  static String name(AVStream stream) {
    BytePointer codec = avcodec.avcodec_get_name(stream.codecpar().codec_id());
    return "track " + stream.index() + " (" + codec.getString() + ")";
  }
}
