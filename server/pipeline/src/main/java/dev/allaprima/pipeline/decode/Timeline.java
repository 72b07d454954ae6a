package dev.allaprima.pipeline.decode;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import dev.allaprima.pipeline.frame.Ratio;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pictures of a file are shown when: those of a range, at their own times or at a constant
 * rate. Times are counted from the range's start. Used by one thread at a time.
 */
public final class Timeline {
  /**
   * One showing of a picture.
   *
   * @param pts when, in units of {@link #timeBase()}; grows strictly over the whole timeline
   * @param duration for how long, in the same unit; 0 if the file does not say
   */
  public record Moment(long pts, long duration) {}

  /**
   * A picture and when it is shown: once at its own time, or as often as a constant rate wants it.
   *
   * @param frame the picture, with one reference that its receiver releases
   * @param moments none if it only leads up to the first that is shown
   */
  public record Picture(Frame frame, List<Moment> moments) {}

  private final Decoder decoder;
  private final Range range;
  private final Ratio rate;
  private final double tick;
  private final long start;
  private final long end;
  private final long skip;
  private final long lead;
  // Moments so far, skipped ones among them.
  private long count;

  /**
   * @param decoder borrowed, at its beginning
   * @param rate pictures a second; not known to keep the pictures' own times
   * @param skip how many of the first moments are left out, because they are painted already
   * @param lead of how many moments before the others the pictures are given nevertheless
   */
  public Timeline(Decoder decoder, Range range, Ratio rate, long skip, long lead) {
    this.decoder = decoder;
    this.range = range;
    this.rate = rate;
    this.tick = decoder.format().timeBase().value();
    this.start = Math.round(range.from() / tick);
    // Rounding infinity gives the largest number there is.
    this.end = Math.round(range.to() / tick);
    this.skip = skip;
    this.lead = lead;
  }

  /** Seconds in one unit of the moments' times. */
  public Ratio timeBase() {
    return rate.isKnown() ? new Ratio(rate.den(), rate.num()) : decoder.format().timeBase();
  }

  /** Mean pictures a second; not known for some files. */
  public Ratio frameRate() {
    return rate.isKnown() ? rate : decoder.format().frameRate();
  }

  /** How many moments there will be, skipped ones included, as far as the file says; or -1. */
  public long expected() {
    long all = decoder.format().expectedFrames();
    Ratio own = decoder.format().frameRate();
    if (all < 0 || (range.isAll() && !rate.isKnown())) {
      return all;
    } else if (!own.isKnown()) {
      return -1;
    }
    double seconds = Math.min(range.to(), all / own.value()) - range.from();
    return Math.max(0, Math.round(seconds * frameRate().value()));
  }

  /**
   * Returns the next picture that is shown at all; null after the last one. What is not shown is
   * decoded and not converted.
   *
   * @throws Fault if the file is damaged here, or holds no picture in the range
   */
  public Picture next(FramePool pool) {
    while (decoder.step()) {
      if (decoder.pts() >= end) {
        return null;
      }
      List<Moment> moments = rate.isKnown() ? paced() : own();
      int skipped = (int) Math.min(Math.max(0, skip - count), moments.size());
      boolean leads = !moments.isEmpty() && count + moments.size() > skip - lead;
      count += moments.size();
      if (leads) {
        List<Moment> shown = moments.subList(skipped, moments.size());
        return new Picture(decoder.frame(pool), shown);
      }
    }
    return null;
  }

  private List<Moment> own() {
    long pts = decoder.pts();
    if (pts < start) {
      return List.of();
    }
    return List.of(new Moment(pts - start, Math.min(decoder.duration(), end - pts)));
  }

  /** The times n / rate that are nearest to no earlier picture and not to the next. */
  private List<Moment> paced() {
    List<Moment> moments = new ArrayList<>();
    long until = Math.min(end, decoder.hasMore() ? decoder.nextPts() : lastEnd());
    long first = Math.max(0, slot(decoder.pts()));
    for (long n = first; n < slot(until); n++) {
      moments.add(new Moment(n, 1));
    }
    return moments;
  }

  private long slot(long pts) {
    return Math.round((pts - start) * tick * rate.value());
  }

  /** When the last picture ends; if the file does not say, after one slot. */
  private long lastEnd() {
    long slot = Math.max(1, Math.round(1 / (rate.value() * tick)));
    return decoder.pts() + (decoder.duration() > 0 ? decoder.duration() : slot);
  }

  /** The fault of a timeline that gave nothing. */
  public Fault empty(String input) {
    return Fault.of(
        INVALID,
        "input %s has no picture from %s s to %s s".formatted(input, range.from(), range.to()),
        "Choose a range inside it");
  }
}
