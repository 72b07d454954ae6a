package dev.allaprima.live.stream;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.live.flow.Ingest;
import dev.allaprima.live.flow.Intake;
import dev.allaprima.live.flow.Sound;
import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import java.util.function.LongSupplier;

/** What one publisher hands in to a stream, until it goes. */
public final class Publication implements Intake {
  private final Ingest ingest;
  private final LongSupplier clock;
  private final int maxPixels;
  private final Easel easel;
  private final Outlets outlets;
  private final Leaving leaving;
  private final Object pictures = new Object();
  private final Object sounds = new Object();
  // Written under both locks, read under one.
  private boolean over;
  // Under the lock of sounds: a browser has a place for sound, and gives silence, before any.
  private boolean audible;
  private volatile long soundNanos = Long.MIN_VALUE;
  private volatile String refusal;

  /** Told that a publisher goes. */
  public interface Leaving {
    /**
     * @param forGood whether it said so itself
     */
    void leaves(Publication publication, String reason, boolean forGood);
  }

  /**
   * @param clock the stream's, in nanoseconds
   * @param maxPixels of a picture
   * @param easel where its pictures are painted
   * @param outlets where its sound goes
   */
  public Publication(
      Ingest ingest,
      LongSupplier clock,
      int maxPixels,
      Easel easel,
      Outlets outlets,
      Leaving leaving) {
    this.ingest = ingest;
    this.clock = clock;
    this.maxPixels = maxPixels;
    this.easel = easel;
    this.outlets = outlets;
    this.leaving = leaving;
  }

  /** Where it comes from. */
  public Ingest ingest() {
    return ingest;
  }

  @Override
  public long now() {
    return clock.getAsLong();
  }

  @Override
  public Frame take(int width, int height, long timeNanos) {
    if (width < 2 || height < 2 || (long) width * height > maxPixels) {
      Fault fault =
          Fault.of(
              INVALID,
              "a picture of %dx%d is outside of what the server paints, 2x2 to %d pixels"
                  .formatted(width, height, maxPixels),
              "Publish at another size");
      refusal = fault.getMessage();
      throw fault;
    }
    return easel.pool().take(width, height, timeNanos);
  }

  @Override
  public void picture(Frame frame) {
    synchronized (pictures) {
      if (over) {
        frame.release();
      } else {
        easel.paint(frame);
      }
    }
  }

  @Override
  public void sound(Sound sound) {
    synchronized (sounds) {
      if (!over) {
        audible = audible || sound.isAudible();
        if (audible) {
          soundNanos = now();
        }
        outlets.sound(sound);
      }
    }
  }

  /** When sound came last, on the stream's clock; {@link Long#MIN_VALUE} if it never did. */
  public long soundNanos() {
    return soundNanos;
  }

  /** Why what it sent was not taken; null if it was. */
  public String refusal() {
    return refusal;
  }

  @Override
  public void gone(String reason) {
    leaving.leaves(this, reason, false);
  }

  @Override
  public void left() {
    leaving.leaves(this, "it left", true);
  }

  /** When this returns, nothing more of it comes through. */
  public void end() {
    synchronized (pictures) {
      synchronized (sounds) {
        over = true;
      }
    }
  }
}
