package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;

/**
 * One track on its way to one player: FFmpeg packs its packets into RTP and adds sender reports
 * (RFC 3550, section 6.4.1), which say what time on the wall a time of the track is. Used on one
 * event loop.
 */
final class RtpOutput implements AutoCloseable {
  /** What passes every network in one piece, tunnels included. */
  private static final int LARGEST = 1400;

  private static final int FIRST_RTCP_TYPE = 192;
  private static final int LAST_RTCP_TYPE = 223;

  private final Way way;
  private final RtpContext rtp;
  private final PacketIo.Handle handle;
  private final AVPacket copy = avcodec.av_packet_alloc();
  private final AVRational wire = Av.rational(1, Tracks.TIME_BASE);

  /**
   * @param track its number in the session
   * @param parameters borrowed
   * @param originMicros the wall clock's time, since 1970, when the stream's was zero; the same for
   *     all tracks of a player, which brings them together by that
   * @throws Fault if FFmpeg cannot pack it
   */
  RtpOutput(PacketIo io, int track, AVCodecParameters parameters, long originMicros, Way way) {
    this.way = way;
    this.rtp = new RtpContext(track, parameters);
    this.handle = io.open(new Packets(), LARGEST);
    try {
      rtp.context().pb(handle.context());
      rtp.context().start_time_realtime(originMicros);
      rtp.writeHeader();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private final class Packets implements PacketIo.Port {
    @Override
    public int read(BytePointer to, int room) {
      throw new UnsupportedOperationException("an output is only written");
    }

    @Override
    public void write(BytePointer packet, int length) {
      ByteBuf bytes = ByteBufAllocator.DEFAULT.buffer(length);
      bytes.writeBytes(packet.limit(length).asByteBuffer());
      int type = bytes.getUnsignedByte(1);
      way.send(type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE, bytes);
    }
  }

  /**
   * Packs and sends a packet; it is on its way with the next flush.
   *
   * @param packet borrowed, with times in {@link Tracks#TIME_BASE}
   * @param before bytes to put before it, such as the parameter sets before a keyframe; or null
   * @throws Fault if FFmpeg cannot pack it
   */
  void write(AVPacket packet, byte[] before) {
    if (before == null) {
      require(avcodec.av_packet_ref(copy, packet));
    } else {
      require(avcodec.av_new_packet(copy, before.length + packet.size()));
      copy.data().put(before, 0, before.length);
      try (BytePointer rest = new BytePointer(copy.data())) {
        BytePointer.memcpy(rest.position(before.length), packet.data(), packet.size());
      }
      require(avcodec.av_packet_copy_props(copy, packet));
    }
    try {
      copy.stream_index(0);
      avcodec.av_packet_rescale_ts(copy, wire, rtp.stream().time_base());
      require(avformat.av_write_frame(rtp.context(), copy));
    } finally {
      avcodec.av_packet_unref(copy);
    }
  }

  /** Sends what is gathered and says goodbye (RFC 3550, section 6.6). */
  void finish() {
    require(avformat.av_write_trailer(rtp.context()));
  }

  void flush() {
    way.flush();
  }

  private static void require(int rc) {
    if (rc < 0) {
      throw Fault.of(UNAVAILABLE, "RTP cannot be packed (" + Av.reason(rc) + ")", "Play it again");
    }
  }

  @Override
  public void close() {
    rtp.close();
    handle.close();
    avcodec.av_packet_free(copy);
    wire.close();
  }
}
