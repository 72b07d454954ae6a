package dev.allaprima.live.broadcast.hls;

import static dev.allaprima.models.Fault.Kind.INVALID;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;
import static dev.allaprima.models.Fault.Kind.UNAVAILABLE;

import dev.allaprima.live.flow.Hub;
import dev.allaprima.models.Fault;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that somebody watches by HLS. The first request for a playlist begins one; it goes
 * when nothing of it has been asked for in a while. Callable from any thread.
 */
public final class Hls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hls.class);

  /** The name of every playlist. */
  public static final String INDEX = "index.m3u8";

  /** Three target durations: section 6.2.5.2 lets a server give up then. */
  private static final long PATIENCE_SECONDS = 3 * Playlist.TARGET;

  private static final long CHECK_MILLIS = 1000;

  private final Hub hub;
  private final long idleNanos;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hls");
            thread.setDaemon(true);
            return thread;
          });
  // Guarded by this.
  private final Map<String, Running> streams = new HashMap<>();

  /** One that is watched. */
  private static final class Running {
    final Window window = new Window(Long.toString(System.currentTimeMillis(), 36));
    final HlsStream stream = new HlsStream(window);
    AutoCloseable subscription;
    long asked;
  }

  /**
   * A file of a stream.
   *
   * @param playlist whether it is the playlist, which changes, or else a piece, which never does
   * @param pieces its bytes, in order; not to be written to
   */
  public record Content(boolean playlist, List<byte[]> pieces) {}

  /**
   * @param idleMillis a stream goes when nothing of it was asked for in so long
   */
  public Hls(Hub hub, long idleMillis) {
    this.hub = hub;
    this.idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
    sweeper.scheduleWithFixedDelay(this::sweep, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * A file of a stream, when it is there: the next part and a later playlist are waited for.
   *
   * @param segment the media sequence number that the playlist is to hold ({@code _HLS_msn}); -1
   *     for any
   * @param part which part of it ({@code _HLS_part}); -1 for all of it
   * @return fails with a {@link Fault} if there is no such file or it does not come in time
   * @throws Fault if there is no such stream or file, or the playlist is asked for too early
   */
  public CompletableFuture<Content> get(String stream, String file, long segment, int part) {
    if (!file.equals(INDEX)) {
      return running(stream, false)
          .window
          .file(file)
          .thenApply(Hls::found)
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .exceptionallyCompose(Hls::late);
    }
    Window window = running(stream, true).window;
    if (part >= 0 && segment < 0) {
      throw Fault.of(INVALID, "_HLS_part comes without _HLS_msn", "Leave it out, or give both");
    }
    if (segment > window.next() + 1) {
      throw Fault.of(
          INVALID,
          "_HLS_msn is " + segment + ", and the next segment is " + window.next(),
          "Ask for a playlist that comes soon");
    }
    return window
        .playlist(segment, part)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .thenApply(text -> new Content(true, List.of(text.getBytes(StandardCharsets.UTF_8))))
        .exceptionallyCompose(Hls::late);
  }

  private static Content found(List<byte[]> pieces) {
    if (pieces == null) {
      throw Fault.of(NOT_FOUND, "the stream has no such file, or not any more", "See " + INDEX);
    }
    return new Content(false, pieces);
  }

  private static CompletableFuture<Content> late(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return CompletableFuture.failedFuture(
        cause instanceof TimeoutException
            ? Fault.of(
                UNAVAILABLE,
                "nothing new has come in " + PATIENCE_SECONDS + " s",
                "See whether somebody publishes the stream, and ask again")
            : cause);
  }

  private synchronized Running running(String stream, boolean begin) {
    Running running = streams.get(stream);
    if (begin && (running == null || running.window.isEnded())) {
      running = begin(stream, running);
    } else if (running == null) {
      throw Fault.of(NOT_FOUND, "nobody watches stream \"" + stream + "\" by HLS", "See " + INDEX);
    }
    running.asked = System.nanoTime();
    return running;
  }

  private Running begin(String stream, Running ended) {
    Running fresh = new Running();
    try {
      fresh.subscription = hub.subscribe(stream, fresh.stream);
    } catch (Fault e) {
      if (ended != null) {
        return ended;
      }
      throw e;
    }
    streams.put(stream, fresh);
    return fresh;
  }

  private synchronized void sweep() {
    long now = System.nanoTime();
    for (Iterator<Running> all = streams.values().iterator(); all.hasNext(); ) {
      Running running = all.next();
      if (now - running.asked > idleNanos) {
        all.remove();
        end(running);
      }
    }
  }

  private static void end(Running running) {
    try {
      running.subscription.close();
      running.stream.close();
    } catch (Exception e) {
      LOG.error("HLS: a stream could not be let go", e);
    }
  }

  /** The streams that are watched just now. */
  public synchronized List<String> watched() {
    return List.copyOf(streams.keySet());
  }

  /** Ends them all. */
  @Override
  public synchronized void close() {
    sweeper.shutdown();
    streams.values().forEach(Hls::end);
    streams.clear();
  }
}
