package dev.allaprima.live.rtsp;

import dev.allaprima.live.feed.Feed;
import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Threads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher that records: its packets come from the event loop, are unpacked and decoded on a
 * thread of its own, and go to the stream.
 */
final class RtspPublisher implements Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(RtspPublisher.class);
  private static final int RTP_HEAD = 12;

  private final String name;
  private final String description;
  private final RtpInput input;
  private final Runnable onEnd;
  // The way back to each source, by its SSRC: where the reports on it go.
  private final Map<Integer, Way> sources = new ConcurrentHashMap<>();
  private volatile boolean left;
  private Thread thread;
  private boolean closed;

  /**
   * @param description of it, for people
   * @param tracks what it sends
   * @param onEnd run once on its thread, when nothing more is taken; not if the publisher has said
   *     goodbye, because then it is its to close the connection
   * @throws Fault if FFmpeg cannot unpack such media
   */
  RtspPublisher(
      PacketIo io,
      String name,
      String description,
      List<Announcement.Track> tracks,
      boolean ordered,
      Runnable onEnd) {
    this.name = name;
    this.description = description;
    this.onEnd = onEnd;
    this.input = new RtpInput(io, Announcement.describe(tracks), ordered, this::report);
  }

  /** Begins to hand on what comes. */
  synchronized void start(Intake intake) {
    if (closed) {
      return;
    }
    thread = new Thread(() -> run(intake), "rtsp " + name);
    thread.start();
  }

  private void run(Intake intake) {
    String reason = "its connection is lost";
    boolean goodbye = false;
    try (Feed feed = new Feed(input.context(), intake)) {
      while (feed.step()) {
        // Each step hands on what it read.
      }
      // Nobody has ended it here, so all of its tracks have (RFC 3550, section 6.6).
      goodbye = !input.isExhausted();
    } catch (Fault e) {
      reason = e.getMessage();
    } catch (RuntimeException | Error e) {
      LOG.error("stream {}: reading from the publisher failed", name, e);
      reason = "reading from the publisher failed: " + e;
    }
    if (input.dropped() > 0) {
      LOG.warn("stream {}: {} packets came too fast and were dropped", name, input.dropped());
    }
    boolean mine;
    synchronized (this) {
      mine = !closed;
    }
    if (mine) {
      if (left || goodbye) {
        intake.left();
      } else {
        intake.gone(reason);
      }
    }
    if (!goodbye) {
      onEnd.run();
    }
  }

  /**
   * Takes a packet from the publisher; on the event loop.
   *
   * @param packet borrowed
   */
  void received(Way way, boolean rtcp, ByteBuf packet) {
    if (!rtcp && packet.readableBytes() >= RTP_HEAD) {
      // At most one a track, unless somebody invents them.
      int source = packet.getInt(packet.readerIndex() + 8);
      if (sources.size() < 8 || sources.containsKey(source)) {
        sources.put(source, way);
      }
    }
    input.offer(ByteBufUtil.getBytes(packet));
  }

  /** Sends FFmpeg's receiver report (RFC 3550, section 6.4.2) to the source it is about. */
  private void report(byte[] report) {
    if (report.length < RTP_HEAD) {
      return;
    }
    ByteBuf packet = Unpooled.wrappedBuffer(report);
    Way way = sources.get(packet.getInt(8));
    if (way != null) {
      way.send(true, packet);
      way.flush();
    }
  }

  @Override
  public String describe() {
    return description;
  }

  /**
   * Lets it come to its end. Called from any thread.
   *
   * @param leaving whether the publisher has said so
   */
  void end(boolean leaving) {
    left = leaving;
    input.finish();
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = thread;
    }
    input.end();
    if (running != null && running != Thread.currentThread()) {
      Threads.awaitEnd(running);
    }
    input.close();
  }
}
