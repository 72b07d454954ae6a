package dev.allaprima.pipeline.encode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What becomes of the input's tracks in an output's container: copied where it can hold them,
 * rewritten where it holds the like, left out otherwise. All but the first is said.
 */
final class TrackChoice implements AutoCloseable {
  private static final Set<Integer> WEBM_SOUND =
      Set.of(avcodec.AV_CODEC_ID_OPUS, avcodec.AV_CODEC_ID_VORBIS);
  private static final Set<Integer> TS_SOUND =
      Set.of(
          avcodec.AV_CODEC_ID_AAC,
          avcodec.AV_CODEC_ID_MP2,
          avcodec.AV_CODEC_ID_MP3,
          avcodec.AV_CODEC_ID_AC3,
          avcodec.AV_CODEC_ID_EAC3,
          avcodec.AV_CODEC_ID_DTS,
          avcodec.AV_CODEC_ID_OPUS);
  private static final Set<Integer> TS_TEXT =
      Set.of(avcodec.AV_CODEC_ID_DVB_SUBTITLE, avcodec.AV_CODEC_ID_DVB_TELETEXT);

  private final Muxer muxer;
  private final Container container;
  private final Map<Integer, TrackWriter> writers = new HashMap<>();
  private final List<String> notes;
  private final List<AVStream> covers = new ArrayList<>();
  private final Map<Integer, AVStream> coverTargets = new HashMap<>();

  /**
   * @param notes where what is not simply copied is told
   */
  TrackChoice(Muxer muxer, List<String> notes) {
    this.muxer = muxer;
    this.container = muxer.container();
    this.notes = notes;
  }

  /** Adds the borrowed stream, which must outlive this, to the output if there is a way. */
  void add(AVStream stream) {
    int type = stream.codecpar().codec_type();
    int codec = stream.codecpar().codec_id();
    if ((stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
      addCover(stream);
    } else if (type == avutil.AVMEDIA_TYPE_AUDIO && codec != avcodec.AV_CODEC_ID_NONE) {
      addSound(stream);
    } else if (type == avutil.AVMEDIA_TYPE_SUBTITLE && codec != avcodec.AV_CODEC_ID_NONE) {
      addText(stream);
    } else if (type == avutil.AVMEDIA_TYPE_ATTACHMENT && container == Container.MKV) {
      // Fonts for the subtitles: no packets, all of it is in the header.
      writers.put(stream.index(), new CopiedTrack(muxer, stream));
    } else {
      notes.add(Labels.name(stream) + " is left out");
    }
  }

  private void addSound(AVStream stream) {
    if (holdsSound(stream.codecpar().codec_id())) {
      writers.put(stream.index(), new CopiedTrack(muxer, stream));
      return;
    }
    String encoder = container == Container.WEBM ? "libopus" : "aac";
    writers.put(stream.index(), new SoundTrack(muxer, stream, encoder));
    notes.add("the sound of " + Labels.name(stream) + " is encoded anew as " + encoder);
  }

  private boolean holdsSound(int codec) {
    return switch (container) {
      // Matroska holds more than it answers to; if not this one, its header will say so.
      case MKV -> true;
      case WEBM -> WEBM_SOUND.contains(codec);
      case TS -> TS_SOUND.contains(codec);
      default ->
          avformat.avformat_query_codec(
                  muxer.context().oformat(), codec, avcodec.FF_COMPLIANCE_NORMAL)
              == 1;
    };
  }

  private void addText(AVStream stream) {
    int codec = stream.codecpar().codec_id();
    AVCodecDescriptor descriptor = avcodec.avcodec_descriptor_get(codec);
    boolean isText =
        descriptor != null && (descriptor.props() & avcodec.AV_CODEC_PROP_TEXT_SUB) != 0;
    boolean holds =
        switch (container) {
          case MKV -> codec != avcodec.AV_CODEC_ID_MOV_TEXT;
          case MP4, MOV -> codec == avcodec.AV_CODEC_ID_MOV_TEXT;
          case WEBM -> codec == avcodec.AV_CODEC_ID_WEBVTT;
          default -> TS_TEXT.contains(codec);
        };
    String encoder =
        switch (container) {
          case MKV -> "srt";
          case MP4, MOV -> "mov_text";
          case WEBM -> "webvtt";
          default -> null;
        };
    TrackWriter writer = null;
    if (holds) {
      writer = new CopiedTrack(muxer, stream);
    } else if (isText && encoder != null) {
      writer = TextTrack.open(muxer, stream, encoder);
    }
    if (writer == null) {
      notes.add("the subtitles of " + Labels.name(stream) + " are left out");
    } else {
      writers.put(stream.index(), writer);
    }
  }

  private void addCover(AVStream stream) {
    if (container != Container.MP4) {
      notes.add("the cover picture is left out");
      return;
    }
    AVStream to = muxer.addStream();
    muxer.require(avcodec.avcodec_parameters_copy(to.codecpar(), stream.codecpar()));
    to.codecpar().codec_tag(0);
    to.time_base(stream.time_base());
    Labels.copy(stream, to);
    covers.add(stream);
    coverTargets.put(stream.index(), to);
  }

  /** Writes what is no stream in time; called once, when the header is written. */
  void begin() {
    for (AVStream cover : covers) {
      AVPacket packet = avcodec.av_packet_alloc();
      try {
        muxer.require(avcodec.av_packet_ref(packet, cover.attached_pic()));
        muxer.write(packet, coverTargets.get(cover.index()));
      } finally {
        avcodec.av_packet_free(packet);
      }
    }
  }

  /** Writes a packet of an added stream, or forgets one of another; it is emptied. */
  void write(AVPacket packet) {
    TrackWriter writer = writers.get(packet.stream_index());
    if (writer == null) {
      avcodec.av_packet_unref(packet);
    } else {
      writer.write(packet);
    }
  }

  void finish() {
    writers.values().forEach(TrackWriter::finish);
  }

  @Override
  public void close() {
    writers.values().forEach(TrackWriter::close);
  }
}
