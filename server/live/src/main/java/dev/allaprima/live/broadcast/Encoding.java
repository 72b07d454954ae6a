package dev.allaprima.live.broadcast;

import dev.allaprima.live.flow.PacketSink;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.live.flow.Tracks;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's pictures and sound become packets for everybody who takes them, on a thread of its
 * own:
 *
 * <pre>
 * picture → latest slot │ H.264 ┐
 * sound   → queue       │ AAC   ┴→ every sink
 * the stream's threads  │ the encoder's thread
 * </pre>
 *
 * A picture that a newer one overtakes is never encoded. Sound waits for the picture that was taken
 * with it, which had to be painted: so packets come in the order of their times, and whoever writes
 * them anywhere waits for nothing.
 *
 * <p>There is a keyframe every two seconds, and at once for a new sink, twice a second at most.
 * Where no picture comes the last one is shown again, so that players and platforms go on, and a
 * new sink need not wait.
 */
public final class Encoding implements SharedOutlet<PacketSink> {
  private static final Logger LOG = LoggerFactory.getLogger(Encoding.class);

  /** One in the slot, and one that is encoded. */
  private static final int FRAMES = 2;

  /** Ten seconds of the pieces of 10 ms that browsers send. */
  private static final int PIECES = 1000;

  private static final long KEYFRAME_EVERY = TimeUnit.SECONDS.toNanos(2);
  private static final long KEYFRAME_AT_MOST_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

  /** Slower than any camera that is worth the name, and often enough for a player. */
  private static final long REPEAT_EVERY_MILLIS = 200;

  private final String stream;
  private final List<String> encoders;
  private final long repeatEvery;
  private final FramePool pool;
  private final Sinks sinks;

  // Guarded by this: what the encoder's thread is to take next.
  private final Deque<Sound> sounds = new ArrayDeque<>();
  private Frame newest;
  private String ended;

  // Of the encoder's thread alone.
  private PictureEncoder pictures;
  private SoundEncoder sound;
  private long lastKey;
  // When the newest picture was shown, on the stream's clock, and how much later it was by then.
  private long shown;
  private long lag;

  /**
   * A picture and the sound before it.
   *
   * @param frame null for the last one again
   * @param time of the picture, on the stream's clock
   */
  private record Work(Frame frame, long time, List<Sound> sounds) {}

  /**
   * Begins to wait for pictures.
   *
   * @param stream its name, for the log and the thread
   * @param onCard whether an NVIDIA card is there, whose encoder then leaves the processor alone
   */
  public Encoding(String stream, boolean onCard) {
    this(stream, onCard, REPEAT_EVERY_MILLIS);
  }

  /**
   * @param repeatMillis the last picture is shown again so often, where no other comes for twice as
   *     long
   */
  Encoding(String stream, boolean onCard, long repeatMillis) {
    this.stream = stream;
    this.sinks = new Sinks(stream);
    this.repeatEvery = TimeUnit.MILLISECONDS.toNanos(repeatMillis);
    this.encoders =
        onCard ? List.of("h264_nvenc", PictureEncoder.SOFTWARE) : List.of(PictureEncoder.SOFTWARE);
    this.pool = new FramePool("encoding of stream " + stream, FRAMES);
    Thread thread = new Thread(this::run, "encoder " + stream);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands packets to the sink from the next keyframe on, which is made at once. */
  @Override
  public synchronized void add(PacketSink sink) {
    if (ended != null) {
      throw new IllegalStateException("the encoding of stream " + stream + " has ended");
    }
    sinks.add(sink);
  }

  @Override
  public void remove(PacketSink sink) {
    sinks.remove(sink);
  }

  @Override
  public boolean isIdle() {
    return sinks.isEmpty();
  }

  @Override
  public synchronized boolean isEnded() {
    return ended != null;
  }

  @Override
  public String describe() {
    return sinks.describe();
  }

  @Override
  public int viewers() {
    return sinks.viewers();
  }

  @Override
  public synchronized void picture(Frame frame) {
    if (ended == null) {
      dropNewest();
      newest = frame.copy(pool);
      notifyAll();
    }
  }

  private void dropNewest() {
    if (newest != null) {
      newest.release();
      newest = null;
    }
  }

  @Override
  public synchronized void sound(Sound piece) {
    if (ended == null && piece.samples().length > 0) {
      if (sounds.size() == PIECES) {
        sounds.removeFirst();
      }
      sounds.add(
          new Sound(piece.samples().clone(), piece.rate(), piece.channels(), piece.timeNanos()));
      notifyAll();
    }
  }

  /** Ends it; the sinks are told on the encoder's thread, which then frees everything. */
  @Override
  public void close() {
    end("the stream has ended");
  }

  private synchronized void end(String reason) {
    if (ended == null) {
      ended = reason;
      notifyAll();
    }
  }

  private void run() {
    try {
      for (Work work = await(); work != null; work = await()) {
        encode(work);
      }
    } catch (InterruptedException e) {
      end("the encoder was interrupted");
    } catch (RuntimeException | Error e) {
      // A fault says all; anything else is a defect whose place matters.
      LOG.error("stream {}: {}", stream, e.getMessage(), e instanceof Fault ? null : e);
      end(e.getMessage());
    } finally {
      finish();
    }
  }

  /** Waits for a picture, or until the last one is to be shown again; null at the end. */
  private synchronized Work await() throws InterruptedException {
    while (ended == null && newest == null && waitForRepeat()) {
      // It has been woken, or it has waited long enough.
    }
    if (ended != null) {
      return null;
    }
    Frame frame = newest;
    newest = null;
    if (frame != null) {
      lag = System.nanoTime() - frame.timeNanos();
    }
    long time = frame != null ? frame.timeNanos() : System.nanoTime() - lag - repeatEvery;
    List<Sound> due = new ArrayList<>();
    while (!sounds.isEmpty() && sounds.getFirst().timeNanos() <= time) {
      due.add(sounds.removeFirst());
    }
    return new Work(frame, time, due);
  }

  /** Returns false when the last picture is to be shown again. */
  private boolean waitForRepeat() throws InterruptedException {
    if (pictures == null) {
      wait();
      return true;
    }
    // Twice as long, because the next one may be on its way and is not to be overtaken.
    long left = shown + lag + 2 * repeatEvery - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
    return true;
  }

  private void encode(Work work) {
    Frame frame = work.frame();
    try {
      if (sound == null) {
        sound = new SoundEncoder(work.time(), packet -> sinks.deliver(false, packet));
      }
      work.sounds().forEach(sound::write);
      sound.keepUpWith(work.time());
      boolean fresh = frame != null && (pictures == null || !pictures.takes(frame));
      if (fresh) {
        open(frame);
      }
      boolean key = fresh || isKeyDue(work.time());
      lastKey = key ? work.time() : lastKey;
      shown = work.time();
      if (frame != null) {
        pictures.encode(frame, key, packet -> sinks.deliver(true, packet));
      } else {
        pictures.repeat(work.time(), key, packet -> sinks.deliver(true, packet));
      }
    } finally {
      if (frame != null) {
        frame.release();
      }
    }
  }

  private boolean isKeyDue(long time) {
    return time - lastKey >= (sinks.areWaiting() ? KEYFRAME_AT_MOST_EVERY : KEYFRAME_EVERY);
  }

  private void open(Frame frame) {
    PictureEncoder outdated = pictures;
    pictures = openFirst(frame);
    // Whoever has the old parameters is told of the new ones before the old ones go.
    sinks.begin(new Tracks(pictures.parameters(), sound.parameters()));
    if (outdated != null) {
      outdated.close();
    }
  }

  private PictureEncoder openFirst(Frame frame) {
    Fault failed = null;
    for (String encoder : encoders) {
      try {
        PictureEncoder opened = new PictureEncoder(encoder, frame.width(), frame.height());
        if (failed != null) {
          LOG.warn("stream {}: {}; {} encodes", stream, failed.getMessage(), encoder);
        }
        return opened;
      } catch (Fault e) {
        failed = e;
      }
    }
    throw failed;
  }

  private void finish() {
    String reason;
    synchronized (this) {
      reason = ended;
      dropNewest();
      sounds.clear();
    }
    sinks.end(reason);
    if (pictures != null) {
      pictures.close();
    }
    if (sound != null) {
      sound.close();
    }
    pool.close();
  }
}
