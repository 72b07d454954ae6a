package dev.allaprima.live.broadcast;

import static java.util.stream.Collectors.joining;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who takes an encoding's packets, each from a keyframe on. They come and go on any thread; the
 * rest is the encoder's thread's alone.
 */
final class Sinks {
  private static final Logger LOG = LoggerFactory.getLogger(Sinks.class);

  private final String stream;
  private final Set<PacketSink> all = ConcurrentHashMap.newKeySet();

  /** Those that have been told of the tracks. */
  private final Set<PacketSink> begun = new LinkedHashSet<>();

  private Tracks tracks;

  /**
   * Nobody so far.
   *
   * @param stream its name, for the log
   */
  Sinks(String stream) {
    this.stream = stream;
  }

  void add(PacketSink sink) {
    all.add(sink);
  }

  void remove(PacketSink sink) {
    all.remove(sink);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  String describe() {
    return all.stream().map(PacketSink::describe).sorted().collect(joining(", "));
  }

  int viewers() {
    return all.stream().mapToInt(PacketSink::viewers).sum();
  }

  /** Whether one of them needs a keyframe to begin with. */
  boolean areWaiting() {
    return !begun.containsAll(all);
  }

  /** Tells those that take packets, and whoever comes, what tracks there are from now on. */
  void begin(Tracks changed) {
    tracks = changed;
    begun.forEach(this::begin);
  }

  private void begin(PacketSink sink) {
    freely(sink, () -> sink.begin(tracks));
  }

  void deliver(boolean video, AVPacket packet) {
    begun.retainAll(all);
    if (video && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0) {
      for (PacketSink sink : all) {
        if (begun.add(sink)) {
          begin(sink);
        }
      }
    }
    begun.forEach(sink -> freely(sink, () -> sink.packet(video, packet)));
  }

  /** Tells all of them that no more comes, and why. */
  void end(String reason) {
    all.forEach(sink -> freely(sink, () -> sink.end(reason)));
    all.clear();
  }

  /** A sink that throws gets nothing more, and nobody else notices. */
  private void freely(PacketSink sink, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: {} failed and gets no more", stream, sink.describe(), e);
      if (all.remove(sink)) {
        freely(sink, () -> sink.end("it failed: " + e));
      }
    }
  }
}
