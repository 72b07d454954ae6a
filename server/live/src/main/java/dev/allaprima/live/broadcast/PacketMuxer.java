package dev.allaprima.live.broadcast;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.TrackMuxer;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import dev.allaprima.pipeline.av.Patience;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Writes a stream's packets to an address by one of FFmpeg's muxers, times counted from the first
 * packet. Used by one thread at a time; {@link #cancel} is for any.
 */
public final class PacketMuxer implements AutoCloseable {
  /** How long closing may take. */
  private static final long FAREWELL_MILLIS = 2000;

  private final long patience;
  private final Patience network = new Patience();
  private final TrackMuxer muxer = new TrackMuxer(PacketMuxer::require);
  private final AVFormatContext context = muxer.context();
  private boolean begun;
  private long origin = avutil.AV_NOPTS_VALUE;

  /**
   * @param patience milliseconds that any one call here may wait for the network
   */
  public PacketMuxer(long patience) {
    this.patience = patience;
  }

  /**
   * Opens the address and writes the beginning.
   *
   * @param format FFmpeg's name of the muxer
   * @param options of the muxer and the protocol, by FFmpeg's names
   * @throws Fault with FFmpeg's reason, and without the address, which may hold a secret
   */
  public void open(String format, String url, Map<String, String> options, Tracks tracks) {
    Av.load();
    network.atMost(patience);
    AVDictionary wanted = new AVDictionary(null);
    options.forEach((key, value) -> avutil.av_dict_set(wanted, key, value, 0));
    try {
      require(avformat.avformat_alloc_output_context2(context, null, format, url));
      network.guard(context);
      muxer.add(tracks);
      if ((context.oformat().flags() & avformat.AVFMT_NOFILE) == 0) {
        AVIOContext io = new AVIOContext(null);
        require(
            avformat.avio_open2(
                io, url, avformat.AVIO_FLAG_WRITE, context.interrupt_callback(), wanted));
        context.pb(io);
      }
      require(avformat.avformat_write_header(context, wanted));
      begun = true;
    } finally {
      avutil.av_dict_free(wanted);
    }
  }

  /**
   * Writes a packet.
   *
   * @param packet borrowed, as {@link dev.allaprima.live.flow.PacketSink#packet} has it
   * @throws Fault if it cannot be written
   */
  public void write(boolean video, AVPacket packet) {
    network.atMost(patience);
    if (origin == avutil.AV_NOPTS_VALUE) {
      origin = packet.dts();
    }
    require(avformat.av_interleaved_write_frame(context, muxer.timed(video, packet, origin)));
  }

  /** Lets the call that waits for the network now, and every later one, fail. */
  public void cancel() {
    network.cancel();
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(UNAVAILABLE, Av.reason(rc), "See whether the other side listens");
    }
  }

  /** Writes the end, if the other side still takes it, and frees everything. */
  @Override
  public void close() {
    network.atMost(Math.min(patience, FAREWELL_MILLIS));
    if (begun) {
      // Where it fails the other side is gone. Some muxers free their connection nowhere else.
      avformat.av_write_trailer(context);
    }
    AVIOContext io = context.isNull() ? null : context.pb();
    if (io != null && !io.isNull()) {
      avformat.avio_closep(io);
    }
    muxer.close();
    network.close();
  }
}
