package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Between the encoder's thread and a receiver that takes its time: what comes is kept, by
 * reference, until the receiver's own thread asks for it.
 *
 * <p>It holds so many bytes and no more. A receiver that is too slow for that loses everything up
 * to the next keyframe, which is counted, and goes on there.
 */
public final class PacketQueue implements PacketSink, AutoCloseable {
  private sealed interface Item permits Begin, Packet, End {}

  /** With parameters of its own, freed when the next one has been handed on. */
  private record Begin(Tracks tracks) implements Item {}

  private record Packet(boolean video, AVPacket packet) implements Item {}

  private record End(String reason) implements Item {}

  private final String description;
  private final long capacity;
  // Guarded by this.
  private final Deque<Item> items = new ArrayDeque<>();
  private long bytes;
  private long dropped;
  private boolean skipping;
  private boolean closed;
  // What the receiver was told last; of its thread alone.
  private Begin told;

  /**
   * @param description of the receiver, for people
   * @param capacity bytes of packets that are kept at most: some seconds' worth of the stream
   */
  public PacketQueue(String description, long capacity) {
    this.description = description;
    this.capacity = capacity;
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public synchronized void begin(Tracks tracks) {
    if (!closed) {
      add(new Begin(new Tracks(copy(tracks.video()), copy(tracks.sound()))));
    }
  }

  private static AVCodecParameters copy(AVCodecParameters parameters) {
    AVCodecParameters copy = avcodec.avcodec_parameters_alloc();
    if (copy == null || avcodec.avcodec_parameters_copy(copy, parameters) < 0) {
      throw new OutOfMemoryError("no memory for a track's parameters");
    }
    return copy;
  }

  @Override
  public synchronized void packet(boolean video, AVPacket packet) {
    if (closed) {
      return;
    }
    boolean key = video && (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    if (bytes + packet.size() > capacity) {
      dropPackets();
      skipping = true;
    }
    if (skipping && !key) {
      dropped++;
      return;
    }
    skipping = false;
    AVPacket reference = avcodec.av_packet_clone(packet);
    if (reference == null) {
      throw new OutOfMemoryError("no memory for a packet");
    }
    bytes += packet.size();
    add(new Packet(video, reference));
  }

  @Override
  public synchronized void end(String reason) {
    if (!closed) {
      add(new End(reason));
    }
  }

  private void add(Item item) {
    items.add(item);
    notifyAll();
  }

  private void dropPackets() {
    for (Item item : items) {
      if (item instanceof Packet packet) {
        avcodec.av_packet_free(packet.packet());
        dropped++;
      }
    }
    items.removeIf(Packet.class::isInstance);
    bytes = 0;
  }

  /** How many packets the receiver has lost because it was slow. */
  public synchronized long dropped() {
    return dropped;
  }

  /**
   * Hands the next thing to the receiver, on this thread, after waiting for it; the receiver may
   * take its time and may throw.
   *
   * @param patience milliseconds to wait at most; nothing is handed on when they are over
   * @return whether there is more to come: false after the end
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean forward(PacketSink receiver, long patience) throws InterruptedException {
    Item item = take(patience);
    if (item instanceof Begin begin) {
      receiver.begin(begin.tracks());
      freeTold();
      told = begin;
    } else if (item instanceof Packet packet) {
      try {
        receiver.packet(packet.video(), packet.packet());
      } finally {
        avcodec.av_packet_free(packet.packet());
      }
    } else if (item instanceof End end) {
      receiver.end(end.reason());
      return false;
    }
    return true;
  }

  private synchronized Item take(long patience) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (items.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    Item item = items.removeFirst();
    if (item instanceof Packet packet) {
      bytes -= packet.packet().size();
    }
    return item;
  }

  private void freeTold() {
    if (told != null) {
      free(told);
      told = null;
    }
  }

  private static void free(Begin begin) {
    avcodec.avcodec_parameters_free(begin.tracks().video());
    avcodec.avcodec_parameters_free(begin.tracks().sound());
  }

  /** Frees everything; called on the receiver's thread, or when it has ended. */
  @Override
  public synchronized void close() {
    closed = true;
    dropPackets();
    for (Item item : items) {
      if (item instanceof Begin begin) {
        free(begin);
      }
    }
    items.clear();
    freeTold();
  }
}
