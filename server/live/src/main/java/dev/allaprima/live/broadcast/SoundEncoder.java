package dev.allaprima.live.broadcast;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Sound;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Filters;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Sound of any rate becomes AAC of one that never changes, without a gap: where no sound is there
 * is silence, so that players and platforms that want a sound track have one, and what follows
 * stays with its picture. Used by one thread at a time.
 *
 * <p>FFmpeg's resampler keeps it to the stream's clock: a publisher whose clock runs differently is
 * stretched by up to half a hundredth, which nobody hears; what is off by more than a tenth of a
 * second is filled or cut.
 */
final class SoundEncoder implements AutoCloseable {
  /** The rate that every platform takes. */
  private static final int RATE = 48_000;

  private static final int CHANNELS = 2;
  private static final int BITS_A_SECOND = 128_000;

  /** Samples that are stretched or squeezed in a second. */
  private static final int STRETCH = RATE / 200;

  /** Silence is put in after so long without sound: longer than the pieces that sound comes in. */
  private static final long PATIENCE = 250_000_000;

  /** And it ends so long before the picture's time, to leave room for sound that comes again. */
  private static final long ROOM = 100_000_000;

  private static final long SECOND = 1_000_000_000;

  private final Consumer<AVPacket> to;
  private final AVCodecContext codec;
  private final AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
  private final AVFrame piece = avutil.av_frame_alloc();
  private final AVFrame resampled = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVRational tick = Av.rational(1, RATE);
  private final AVRational wire = Av.rational(1, Tracks.TIME_BASE);
  private Filters filters;
  private int rate;
  private int channels;
  // The next sample to be encoded, by its number from the stream's start.
  private long next;
  // Until when there is sound or silence, on the stream's clock.
  private long heard;

  /**
   * @param start when the sound begins, on the stream's clock; what is older is dropped
   * @param to takes the packets, borrowed, with times in {@link Tracks#TIME_BASE}
   */
  SoundEncoder(long start, Consumer<AVPacket> to) {
    this.to = to;
    this.heard = start;
    this.next = samples(start);
    Av.load();
    AVCodec found = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_AAC);
    codec = avcodec.avcodec_alloc_context3(found);
    try {
      avutil.av_channel_layout_default(codec.ch_layout(), CHANNELS);
      codec.sample_rate(RATE).sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).bit_rate(BITS_A_SECOND);
      codec.time_base(tick);
      codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      require(avcodec.avcodec_open2(codec, found, (AVDictionary) null));
      require(avcodec.avcodec_parameters_from_context(parameters, codec));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What its packets are; borrowed until this is closed. */
  AVCodecParameters parameters() {
    return parameters;
  }

  /**
   * Encodes a piece of sound.
   *
   * @param sound borrowed; where it begins before the last one's end, its beginning is cut off
   */
  void write(Sound sound) {
    if (filters == null || sound.rate() != rate || sound.channels() != channels) {
      begin(sound);
    }
    avutil.av_channel_layout_default(piece.ch_layout(), channels);
    piece.format(avutil.AV_SAMPLE_FMT_S16).sample_rate(rate).nb_samples(sound.frames());
    require(avutil.av_frame_get_buffer(piece, 0));
    new ShortPointer(piece.data(0)).put(sound.samples(), 0, sound.frames() * channels);
    piece.pts(sound.timeNanos());
    filters.push("abuffer@in", piece);
    avutil.av_frame_unref(piece);
    heard = Math.max(heard, sound.timeNanos() + sound.frames() * SECOND / rate);
    while (filters.pull(resampled)) {
      // The graph leaves no gap; where one follows another, their times may differ by a sample.
      resampled.pts(next);
      next += resampled.nb_samples();
      encode();
    }
  }

  private void begin(Sound sound) {
    if (filters != null) {
      filters.close();
      filters = null;
    }
    rate = sound.rate();
    channels = sound.channels();
    filters =
        new Filters(
            ("abuffer@in=time_base=1/" + SECOND + ":sample_fmt=s16:sample_rate=" + rate)
                + (":channel_layout=" + (channels == 1 ? "mono" : "stereo"))
                + (",aresample=" + RATE + ":async=" + STRETCH + ":min_hard_comp=0.1")
                // In samples of what goes in.
                + (":first_pts="
                    + next * rate / RATE
                    + ",aformat=sample_fmts=fltp:channel_layouts=stereo")
                + (",asetnsamples=n=" + codec.frame_size() + ":p=0,abuffersink@out"),
            "abuffersink@out");
  }

  private void encode() {
    require(avcodec.avcodec_send_frame(codec, resampled));
    avutil.av_frame_unref(resampled);
    while (avcodec.avcodec_receive_packet(codec, packet) >= 0) {
      avcodec.av_packet_rescale_ts(packet, tick, wire);
      to.accept(packet);
      avcodec.av_packet_unref(packet);
    }
  }

  /** Puts in silence where a picture of that time has no sound with it. */
  void keepUpWith(long pictureNanos) {
    while (pictureNanos - heard > PATIENCE) {
      int like = filters == null ? RATE : rate;
      int width = filters == null ? CHANNELS : channels;
      int frames = (int) (Math.min(SECOND, pictureNanos - ROOM - heard) * like / SECOND);
      write(new Sound(new short[frames * width], like, width, heard));
    }
  }

  private static long samples(long nanos) {
    return Math.floorDiv(nanos, SECOND) * RATE + Math.floorMod(nanos, SECOND) * RATE / SECOND;
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(
          UNAVAILABLE,
          "sound cannot be encoded as AAC (" + Av.reason(rc) + ")",
          "Check the machine's memory");
    }
  }

  @Override
  public void close() {
    if (filters != null) {
      filters.close();
    }
    avutil.av_frame_free(piece);
    avutil.av_frame_free(resampled);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_parameters_free(parameters);
    avcodec.avcodec_free_context(codec);
    tick.close();
    wire.close();
  }
}
