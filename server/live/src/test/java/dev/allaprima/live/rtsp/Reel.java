package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.live.testing.PacketHub;
import dev.allaprima.live.testing.Peer;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A hub with one stream, "cam": a film of a second, over and over, whose packets go on when the
 * test says so. A keyframe is every fifth picture.
 */
final class Reel implements PacketHub, AutoCloseable {
  private static final int RATE = 25;

  private final List<PacketSink> sinks = new CopyOnWriteArrayList<>();
  private final Set<PacketSink> running = new HashSet<>();
  private final AVFormatContext film = new AVFormatContext(null);
  private final List<AVPacket> packets = new ArrayList<>();
  private int next;
  private long seconds;

  /** Has ffmpeg make a film of noise, which fills what is to be filled. */
  Reel(Path folder, int width, int height) {
    Path file = folder.resolve("film.nut");
    String noise = "color=gray:s=%dx%d:r=%d,noise=alls=60:allf=t".formatted(width, height, RATE);
    List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i", noise));
    command.addAll(List.of("-f", "lavfi", "-i", "sine=r=48000", "-t", "1", "-c:v", "libx264"));
    command.addAll(List.of("-preset", "ultrafast", "-tune", "zerolatency", "-g", "5"));
    command.addAll(List.of("-flags", "+global_header", "-c:a", "aac", "-y", file.toString()));
    Peer.run(command.toArray());
    try (BytePointer url = Av.url(file)) {
      avformat.avformat_open_input(film, url, null, (AVDictionary) null);
    }
    avformat.avformat_find_stream_info(film, (PointerPointer<?>) null);
    AVPacket packet = avcodec.av_packet_alloc();
    try (AVRational wire = Av.rational(1, Tracks.TIME_BASE)) {
      while (avformat.av_read_frame(film, packet) >= 0) {
        avcodec.av_packet_rescale_ts(packet, film.streams(packet.stream_index()).time_base(), wire);
        // Sound that is longer than the pictures would go back in time when the film begins anew.
        long end = packet.pts() + packet.duration();
        if (packet.stream_index() == 0 || packet.pts() >= 0 && end <= Tracks.TIME_BASE) {
          packets.add(avcodec.av_packet_clone(packet));
        }
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  @Override
  public synchronized AutoCloseable subscribe(String name, PacketSink sink) {
    if (!name.equals("cam")) {
      throw Fault.of(NOT_FOUND, "nobody publishes a stream \"" + name + "\"", "Publish it");
    }
    sink.begin(new Tracks(film.streams(0).codecpar(), film.streams(1).codecpar()));
    sinks.add(sink);
    return () -> leave(sink);
  }

  private synchronized void leave(PacketSink sink) {
    sinks.remove(sink);
    running.remove(sink);
  }

  /** Goes to the film's beginning, which is a keyframe. */
  synchronized void rewind() {
    seconds += next == 0 ? 0 : 1;
    next = 0;
  }

  /** How many take packets. */
  int takers() {
    return sinks.size();
  }

  /** Hands on so many pictures and the sound between them, to a new sink from a keyframe on. */
  synchronized void roll(int pictures) {
    for (int left = pictures; left > 0; ) {
      AVPacket packet = avcodec.av_packet_clone(packets.get(next));
      packet.pts(packet.pts() + seconds * Tracks.TIME_BASE).dts(packet.pts());
      boolean video = packet.stream_index() == 0;
      boolean key = video && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
      for (PacketSink sink : sinks) {
        if (key) {
          running.add(sink);
        }
        if (running.contains(sink)) {
          sink.packet(video, packet);
        }
      }
      avcodec.av_packet_free(packet);
      left -= video ? 1 : 0;
      next = (next + 1) % packets.size();
      seconds += next == 0 ? 1 : 0;
    }
  }

  @Override
  public void close() {
    packets.forEach(avcodec::av_packet_free);
    avformat.avformat_close_input(film);
  }
}
