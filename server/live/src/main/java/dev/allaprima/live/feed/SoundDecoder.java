package dev.allaprima.live.feed;

import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/** Sound of a live source, made 48 kHz in one or two channels. Used by one thread. */
final class SoundDecoder implements AutoCloseable {
  /** What opus has; every encoder behind takes it. */
  private static final int RATE = 48_000;

  private final Intake intake;
  private final MediaClock clock;
  private final AVRational timeBase;
  private final AVCodecContext codec;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVFrame converted = avutil.av_frame_alloc();
  private Filters filters;

  /**
   * @throws dev.allaprima.models.Fault if there is no decoder for it
   */
  SoundDecoder(AVStream stream, Intake intake, MediaClock clock) {
    this.intake = intake;
    this.clock = clock;
    this.timeBase = stream.time_base();
    this.codec = Codecs.open(stream, "sound");
  }

  /**
   * Decodes a packet and hands on its sound; what is damaged is passed over.
   *
   * @param packet borrowed
   */
  void decode(AVPacket packet) {
    if (avcodec.avcodec_send_packet(codec, packet) < 0) {
      return;
    }
    while (avcodec.avcodec_receive_frame(codec, frame) >= 0) {
      try {
        handOn();
      } catch (IllegalArgumentException e) {
        // FFmpeg cannot resample it: its description was damaged on the way.
        closeFilters();
      }
      avutil.av_frame_unref(frame);
    }
  }

  private void handOn() {
    String wanted = describe();
    if (filters == null || !filters.description().equals(wanted)) {
      closeFilters();
      filters = new Filters(wanted, "abuffersink@out");
    }
    // The resampler's delay, well under a millisecond, is not made up for.
    long now = intake.now();
    long time =
        frame.best_effort_timestamp() == avutil.AV_NOPTS_VALUE
            ? now
            : clock.place(Codecs.nanos(frame.best_effort_timestamp(), timeBase), now);
    filters.push("abuffer@in", frame);
    while (filters.pull(converted)) {
      int channels = converted.ch_layout().nb_channels();
      short[] samples = new short[converted.nb_samples() * channels];
      try (ShortPointer data = new ShortPointer(converted.data(0))) {
        data.get(samples);
      }
      intake.sound(new Sound(samples, RATE, channels, time));
      time += converted.nb_samples() * 1_000_000_000L / RATE;
      avutil.av_frame_unref(converted);
    }
  }

  private String describe() {
    int channels = frame.ch_layout().nb_channels();
    if (frame.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
      avutil.av_channel_layout_default(frame.ch_layout(), channels);
    }
    byte[] layout = new byte[1024];
    avutil.av_channel_layout_describe(frame.ch_layout(), layout, layout.length);
    return ("abuffer@in=time_base=1/" + RATE + ":sample_rate=" + frame.sample_rate())
        + (":sample_fmt=" + avutil.av_get_sample_fmt_name(frame.format()).getString())
        + (":channel_layout=" + Av.string(layout) + ",aresample=" + RATE)
        + (",aformat=sample_fmts=s16:channel_layouts=" + (channels == 1 ? "mono" : "stereo"))
        + ",abuffersink@out";
  }

  private void closeFilters() {
    if (filters != null) {
      filters.close();
      filters = null;
    }
  }

  @Override
  public void close() {
    closeFilters();
    avutil.av_frame_free(frame);
    avutil.av_frame_free(converted);
    avcodec.avcodec_free_context(codec);
  }
}
