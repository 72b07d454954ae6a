package dev.allaprima.live.rtsp;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.feed.PacketIo;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.av.Av;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * RTP and RTCP packets of one session, handed in by the network's thread, unpacked by FFmpeg on
 * another. What comes faster than it is decoded is dropped: live pictures do not wait.
 */
final class RtpInput implements AutoCloseable {
  /** Two seconds of 8 Mbit/s in packets of 1400 bytes. */
  private static final int QUEUED = 1500;

  /** For so long a packet that is missing is waited for, if others are there already. */
  private static final int REORDER_MILLIS = 100;

  private static final byte[] END = new byte[0];

  private final LinkedBlockingQueue<byte[]> packets = new LinkedBlockingQueue<>(QUEUED);
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<byte[]> reports;
  private final PacketIo.Handle handle;
  private final AVFormatContext context;
  private volatile boolean finished;
  private volatile boolean ended;
  // The reader's alone.
  private boolean exhausted;

  /**
   * @param sdp what the packets are
   * @param ordered whether they come in order, as they do by TCP
   * @param reports takes the RTCP packets for the sender; called on the thread that reads
   * @throws Fault if FFmpeg cannot unpack such media
   */
  RtpInput(PacketIo io, String sdp, boolean ordered, Consumer<byte[]> reports) {
    this.reports = reports;
    this.context = avformat.avformat_alloc_context();
    this.handle = io.open(new Queue(), PacketIo.LARGEST);
    try {
      open(io, sdp, ordered);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void open(PacketIo io, String sdp, boolean ordered) {
    AVInputFormat format = avformat.av_find_input_format("sdp");
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "sdp_flags", "custom_io", 0);
    avutil.av_dict_set(options, "max_delay", Integer.toString(REORDER_MILLIS * 1000), 0);
    if (ordered) {
      avutil.av_dict_set(options, "reorder_queue_size", "0", 0);
    }
    // The description is read from a file of its own; the packets come from the handle.
    byte[] text = sdp.getBytes(StandardCharsets.UTF_8);
    try (PacketIo.Handle description = io.openText(new Text(text))) {
      context.pb(description.context());
      int rc = avformat.avformat_open_input(context, "", format, options);
      if (rc < 0) {
        throw Fault.of(
            INVALID,
            "the session cannot be described to FFmpeg (" + Av.reason(rc) + ")",
            "Announce H.264 video and AAC or opus sound");
      }
    } finally {
      avutil.av_dict_free(options);
    }
    context.pb(handle.context());
  }

  /** For whoever reads it; borrowed. */
  AVFormatContext context() {
    return context;
  }

  /** Takes a packet, which is no longer the caller's. Called from any thread. */
  void offer(byte[] packet) {
    if (!ended && !finished && !packets.offer(packet)) {
      dropped.incrementAndGet();
    }
  }

  /** How many packets came too fast. */
  long dropped() {
    return dropped.get();
  }

  /** Whether the reader has come to the end because that was said here. On the reader's thread. */
  boolean isExhausted() {
    return exhausted;
  }

  /** Lets the reader come to the end of what has come. Called from any thread. */
  void finish() {
    finished = true;
  }

  /** Lets the reader come to the end at once. Called from any thread. */
  void end() {
    ended = true;
    packets.clear();
    packets.offer(END);
  }

  private final class Queue implements PacketIo.Port {
    @Override
    public int read(BytePointer to, int room) {
      try {
        byte[] packet = ended ? END : packets.poll(REORDER_MILLIS, TimeUnit.MILLISECONDS);
        if (packet == null && !finished) {
          return Av.AGAIN;
        }
        if (packet == null || packet == END) {
          exhausted = true;
          return avutil.AVERROR_EOF;
        }
        int length = Math.min(room, packet.length);
        to.put(packet, 0, length);
        return length;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return avutil.AVERROR_EOF;
      }
    }

    @Override
    public void write(BytePointer packet, int length) {
      byte[] report = new byte[length];
      packet.get(report);
      reports.accept(report);
    }
  }

  private static final class Text implements PacketIo.Port {
    private final byte[] text;
    private int at;

    Text(byte[] text) {
      this.text = text;
    }

    @Override
    public int read(BytePointer to, int room) {
      int length = Math.min(room, text.length - at);
      if (length == 0) {
        return avutil.AVERROR_EOF;
      }
      to.put(text, at, length);
      at += length;
      return length;
    }

    @Override
    public void write(BytePointer packet, int length) {
      throw new UnsupportedOperationException("a description is only read");
    }
  }

  /** Frees everything; called when nobody reads any more. */
  @Override
  public void close() {
    // Also frees a context that was never opened, or failed to open and is null then.
    avformat.avformat_close_input(context);
    handle.close();
  }
}
