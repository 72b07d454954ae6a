package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.CONFLICT;
import static dev.allaprima.models.Fault.Kind.NOT_FOUND;

import dev.allaprima.live.flow.Ingest;
import dev.allaprima.models.Fault;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place for a stream's publisher, and who has it. Callable from any thread. */
public final class PublisherSeat {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherSeat.class);

  private final String stream;
  private final LongSupplier clock;
  private final int maxPixels;
  private final Easel easel;
  private final Outlets outlets;
  private final Left left;
  // Guarded by this.
  private Publication publication;
  private long emptySince;
  private boolean leftForGood;
  private boolean closed;

  /** Told that a publisher has left its seat. */
  public interface Left {
    /**
     * @param publication whose ingest is to be closed, on another thread
     * @param over whether the stream is over with it, because it goes nowhere
     */
    void left(Publication publication, boolean over);
  }

  /**
   * @param clock the stream's, in nanoseconds
   * @param maxPixels of a picture
   * @param easel where pictures are painted
   * @param outlets where sound goes
   */
  public PublisherSeat(
      String stream, LongSupplier clock, int maxPixels, Easel easel, Outlets outlets, Left left) {
    this.stream = stream;
    this.clock = clock;
    this.maxPixels = maxPixels;
    this.easel = easel;
    this.outlets = outlets;
    this.left = left;
  }

  /**
   * Gives the seat to a publisher.
   *
   * @return what it hands in to
   * @throws Fault if it is taken, or the stream has ended
   */
  public synchronized Publication take(Ingest ingest) {
    requireFree();
    publication = new Publication(ingest, clock, maxPixels, easel, outlets, this::leave);
    LOG.info("stream {}: published by {}", stream, ingest.describe());
    return publication;
  }

  /** Throws the fault that {@link #take} would throw. */
  public synchronized void requireFree() {
    if (closed) {
      throw ended(stream);
    }
    if (publication != null) {
      throw Fault.of(
          CONFLICT,
          "stream " + stream + " is already being published",
          "Choose another name, or end the other publisher first");
    }
  }

  /** The fault of whoever comes too late. */
  public static Fault ended(String stream) {
    return Fault.of(NOT_FOUND, "stream " + stream + " has just ended", "Publish it again");
  }

  private void leave(Publication leaving, String reason, boolean forGood) {
    boolean over;
    synchronized (this) {
      if (publication != leaving) {
        return;
      }
      publication = null;
      leaving.end();
      emptySince = clock.getAsLong();
      leftForGood = forGood;
      over = closeIfUnwanted();
    }
    LOG.info("stream {}: {} is gone: {}", stream, leaving.ingest().describe(), reason);
    left.left(leaving, over);
  }

  /**
   * Lets nobody in any more if the last publisher left for good and nobody looks at the slate.
   *
   * @return whether the seat is closed
   */
  public synchronized boolean closeIfUnwanted() {
    if (publication == null && leftForGood && outlets.closeIfEmpty()) {
      closed = true;
    }
    return closed;
  }

  /** Whether a publisher is there, or was cut off and may be back at any moment. */
  public synchronized boolean isClaimed() {
    return publication != null || !leftForGood;
  }

  /** Who has the seat; null for nobody. */
  public synchronized Publication publication() {
    return publication;
  }

  /** For how many nanoseconds nobody has had it; 0 while somebody has. */
  public synchronized long emptyFor() {
    return publication == null ? clock.getAsLong() - emptySince : 0;
  }

  /**
   * Lets nobody in any more, and closes the publisher that is there. Further calls do nothing.
   *
   * @param onlyIfEmpty whether a publisher who is there keeps it from closing
   * @return whether it is closed
   */
  public boolean close(boolean onlyIfEmpty) {
    Publication last;
    synchronized (this) {
      last = publication;
      if (last != null && onlyIfEmpty) {
        return false;
      }
      closed = true;
      publication = null;
    }
    if (last != null) {
      last.end();
      try {
        last.ingest().close();
      } catch (RuntimeException | Error e) {
        // The stream ends all the same.
        LOG.error("stream {}: {} could not be closed", stream, last.ingest().describe(), e);
      }
    }
    return true;
  }
}
