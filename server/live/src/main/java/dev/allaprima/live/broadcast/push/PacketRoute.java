package dev.allaprima.live.broadcast.push;

import dev.allaprima.live.broadcast.PacketMuxer;
import dev.allaprima.live.broadcast.PacketQueue;
import dev.allaprima.live.flow.Hub;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By the stream's packets, encoded once for all, and one of FFmpeg's muxers. */
final class PacketRoute implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(PacketRoute.class);

  /** Some seconds of 1080p; who is further behind loses pictures up to the next keyframe. */
  private static final long QUEUE_BYTES = 8L << 20;

  private static final long LOOK_MILLIS = 200;

  private final String stream;
  private final Target target;
  private final Hub hub;
  private final long patienceMillis;
  // Guarded by this: the attempt that may have to be cut short.
  private PacketMuxer muxer;

  PacketRoute(String stream, Target target, Hub hub, long patienceMillis) {
    this.stream = stream;
    this.target = target;
    this.hub = hub;
    this.patienceMillis = patienceMillis;
  }

  @Override
  public boolean send(Sender sender) throws InterruptedException {
    try (PacketQueue queue = new PacketQueue(target.toString(), QUEUE_BYTES)) {
      AutoCloseable subscription = hub.subscribe(stream, queue);
      try {
        return forward(queue, sender);
      } finally {
        subscription.close();
        if (queue.dropped() > 0) {
          LOG.warn("stream {}: {} was slow and lost {} packets", stream, target, queue.dropped());
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean forward(PacketQueue queue, Sender sender) throws InterruptedException {
    Writer writer = new Writer(sender);
    try {
      boolean more = true;
      while (more && !sender.isStopped() && !writer.changed) {
        more = queue.forward(writer, LOOK_MILLIS);
      }
      return writer.ended;
    } finally {
      writer.close();
    }
  }

  /** Writes what comes to the address. */
  private final class Writer implements PacketSink {
    private final Sender sender;
    private PacketMuxer to;
    private boolean changed;
    private boolean ended;

    Writer(Sender sender) {
      this.sender = sender;
    }

    @Override
    public String describe() {
      return target.toString();
    }

    @Override
    public void begin(Tracks tracks) {
      if (to != null) {
        // Another size: platforms take it as another broadcast.
        changed = true;
        return;
      }
      to = new PacketMuxer(patienceMillis);
      begun(to);
      if (sender.isStopped()) {
        return;
      }
      to.open(target.format(), target.url(), target.options(), tracks);
      sender.live();
    }

    @Override
    public void packet(boolean video, AVPacket packet) {
      if (!sender.isStopped()) {
        to.write(video, packet);
      }
    }

    @Override
    public void end(String why) {
      ended = true;
    }

    void close() {
      if (to != null) {
        begun(null);
        to.close();
      }
    }
  }

  /** Notes what may have to be cut short. */
  private synchronized void begun(PacketMuxer attempt) {
    muxer = attempt;
  }

  @Override
  public synchronized void cancel() {
    if (muxer != null) {
      muxer.cancel();
    }
  }
}
