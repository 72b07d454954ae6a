package dev.allaprima.live.record;

import dev.allaprima.live.broadcast.PacketQueue;
import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.live.record.Recording.State;
import dev.allaprima.models.Fault;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream being recorded, on a thread of its own: one recording after the other. */
final class Take {
  private static final Logger LOG = LoggerFactory.getLogger(Take.class);

  /** Half a minute's worth of 1080p, for which a busy disk may stall. */
  private static final long QUEUE_BYTES = 32L << 20;

  private static final long PATIENCE_MILLIS = 500;
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(20);

  private final Recordings recordings;
  private final String stream;
  private final PacketQueue queue;
  private final Thread thread;
  private final AutoCloseable subscription;
  private volatile Entry entry;
  private volatile boolean stopped;
  // The thread's alone.
  private Mp4File file;
  // Null while the pictures are the file's own.
  private Refit refit;
  private String ended;
  private long checked = System.nanoTime();

  /**
   * Subscribes to the stream; {@link #start} begins to write.
   *
   * @throws Fault if there is no such stream
   */
  Take(Recordings recordings, String stream, Entry first) {
    this.recordings = recordings;
    this.stream = stream;
    this.entry = first;
    this.queue = new PacketQueue("recording", QUEUE_BYTES);
    this.thread = new Thread(this::run, "record " + stream);
    this.subscription = recordings.hub().subscribe(stream, queue);
  }

  void start() {
    thread.start();
  }

  String stream() {
    return stream;
  }

  /** What is written now. */
  Entry entry() {
    return entry;
  }

  /** What the queue hands on. */
  private final class Writer implements PacketSink {
    @Override
    public String describe() {
      return queue.describe();
    }

    @Override
    public void begin(Tracks tracks) {
      closeRefit();
      if (file != null && !Refit.same(tracks.video(), file.video())) {
        refit = Refit.of(tracks.video(), file.video());
        if (refit == null) {
          goOn();
        }
      }
      if (file == null) {
        file = new Mp4File(entry.file(), tracks);
      }
    }

    @Override
    public void packet(boolean video, AVPacket packet) {
      if (video && refit != null) {
        refit.write(packet, fitted -> file.write(true, fitted));
      } else {
        file.write(video, packet);
      }
      entry.lasts(file.seconds());
    }

    @Override
    public void end(String reason) {
      ended = stopped ? null : reason;
    }
  }

  private void closeRefit() {
    if (refit != null) {
      refit.close();
      refit = null;
    }
  }

  /** Ends this recording and begins the next one, for pictures that do not fit into it. */
  private void goOn() {
    Entry next = recordings.begin(stream);
    Entry last = entry;
    finish(last, "the picture's size changed", next.id());
    entry = next;
  }

  private void run() {
    Writer writer = new Writer();
    try {
      while (queue.forward(writer, PATIENCE_MILLIS)) {
        check();
      }
      finish(entry, ended, null);
    } catch (Fault e) {
      fail(e.getMessage());
    } catch (InterruptedException e) {
      fail("the server stops");
    } catch (RuntimeException | Error e) {
      LOG.error("recording {} of stream {} failed", entry.id(), stream, e);
      fail("the server has a fault of its own. See its log");
    } finally {
      leave();
      closeRefit();
      if (file != null) {
        file.close();
      }
      queue.close();
      recordings.over(this);
    }
  }

  private void check() {
    if (System.nanoTime() - checked > CHECK_NANOS && !stopped) {
      checked = System.nanoTime();
      String limit = recordings.limit(entry.view().seconds());
      if (limit != null) {
        leave();
        queue.end(limit);
      }
    }
  }

  private void finish(Entry last, String reason, String next) {
    if (file == null) {
      last.end(State.FAILED, reason == null ? "no picture came" : reason, next);
      return;
    }
    if (queue.dropped() > 0) {
      LOG.warn("recording {}: {} packets lost to a slow disk", last.id(), queue.dropped());
    }
    file.finish();
    file.close();
    file = null;
    last.end(State.FINISHED, reason, next);
  }

  private void fail(String reason) {
    entry.end(State.FAILED, reason, null);
  }

  private void leave() {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.error("stream {}: a recording could not leave it", stream, e);
    }
  }

  /** Ends it; returns when its file is whole, but waits no longer than some seconds. */
  void stop() {
    stopped = true;
    leave();
    queue.end("stopped");
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
