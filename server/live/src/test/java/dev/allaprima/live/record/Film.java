package dev.allaprima.live.record;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.live.testing.PacketHub;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A hub with one stream, "cam", whose packets are those of files that ffmpeg has made. */
final class Film implements PacketHub {
  private PacketSink sink;

  @Override
  public AutoCloseable subscribe(String name, PacketSink taker) {
    if (!name.equals("cam")) {
      throw Fault.of(NOT_FOUND, "nobody publishes a stream \"" + name + "\"", "Publish it");
    }
    sink = taker;
    return () -> sink = null;
  }

  /** Whether somebody takes packets. */
  boolean isTaken() {
    return sink != null;
  }

  /** Hands on all packets of a file with H.264 and AAC, from that second of the stream on. */
  void play(Path file, double from) {
    AVFormatContext context = new AVFormatContext(null);
    AVPacket packet = avcodec.av_packet_alloc();
    try (BytePointer url = Av.url(file);
        AVRational wire = Av.rational(1, Tracks.TIME_BASE)) {
      avformat.avformat_open_input(context, url, null, (AVDictionary) null);
      avformat.avformat_find_stream_info(context, (PointerPointer<?>) null);
      PacketSink taker = sink;
      taker.begin(new Tracks(context.streams(0).codecpar(), context.streams(1).codecpar()));
      while (avformat.av_read_frame(context, packet) >= 0) {
        AVRational base = context.streams(packet.stream_index()).time_base();
        avcodec.av_packet_rescale_ts(packet, base, wire);
        long offset = Math.round(from * Tracks.TIME_BASE);
        packet.pts(packet.pts() + offset).dts(packet.dts() + offset);
        taker.packet(packet.stream_index() == 0, packet);
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
      avformat.avformat_close_input(context);
    }
  }

  /** Ends the stream. */
  void end(String reason) {
    sink.end(reason);
  }
}
