package dev.allaprima.live.webrtc;

import dev.allaprima.live.flow.Sound;
import java.util.Arrays;

/**
 * Holds a stream's sound back for as long as its pictures are under way, so that lips match.
 *
 * <p>Pictures and sound bear the time of their arrival on the stream's clock; they are handed out
 * by the wall's. A picture that arrived at <i>a</i> and went out at <i>s</i> says that the way
 * takes <i>s − a</i>, and that sound of time <i>t</i> is due at <i>t + s − a</i>. Whoever samples
 * the sound has a third clock. Pieces are laid end to end, by their number of samples; as their
 * times drift away from that, so does, slowly, the time that a sample is taken to be of.
 *
 * <p>What is read follows what is due without a click: by a slightly different pace, or by a
 * cross-fade where that would take long. Reading goes on with silence when nothing is there: as
 * much is read as time goes by. Callable from any thread.
 */
final class SoundDelay {
  /** How many pieces of sound are to be read in a second. */
  static final int PIECES_PER_SECOND = 100;

  private static final long MILLI = 1_000_000;

  /** Sound comes unevenly on a busy machine; held back by less, it would have holes. */
  static final long LEAST_NANOS = 30 * MILLI;

  /** The bound on what is held. A machine that paints so slowly shows no moving lips. */
  static final long MOST_NANOS = 3000 * MILLI;

  private static final int RING_SECONDS = 4;

  /** The median of so many counts as the way: one slow picture moves nothing. */
  private static final int PICTURES = 9;

  /** The way of every picture is another. A change that nobody notices is not followed. */
  private static final long STEADY_NANOS = 10 * MILLI;

  /** A larger error is made good, until it is within {@link #GOOD_NANOS}. */
  private static final long BAD_NANOS = 4 * MILLI;

  private static final long GOOD_NANOS = MILLI / 2;

  /** In so many seconds, were it not for the greatest pace. */
  private static final double SECONDS = 0.5;

  /** A hundredth faster or slower is a sixth of a semitone. */
  private static final double PACE = 0.01;

  /** What is seen not to match; the pace would take seconds. */
  private static final long JUMP_NANOS = 40 * MILLI;

  /** How much of a piece's distance from its place is believed; the rest is its uneven coming. */
  private static final double BELIEF = 0.02;

  /** A piece so far from its place does not follow the one before it. */
  private static final long GAP_NANOS = 60 * MILLI;

  // Both from the stream's clock to the wall's: how long pictures were under way last, and the
  // least that sound was.
  private final long[] ways = new long[PICTURES];
  private int pictures;
  private long way;
  private long apart = Long.MAX_VALUE;

  private SoundRing ring;
  // The stream's time of the next frame that will be written.
  private double endNanos;
  // The frame that is read next.
  private double position;
  private boolean reading;
  private boolean hurrying;
  // How loud the sound is let through, 0 to 1.
  private double level;

  /**
   * Tells how long a picture was under way.
   *
   * @param arrivedNanos on the stream's clock
   * @param outNanos on the wall's
   */
  synchronized void picture(long arrivedNanos, long outNanos) {
    ways[pictures++ % PICTURES] = outNanos - arrivedNanos;
    long[] sorted = Arrays.copyOf(ways, Math.min(pictures, PICTURES));
    Arrays.sort(sorted);
    long median = sorted[sorted.length / 2];
    if (pictures == 1 || Math.abs(median - way) > STEADY_NANOS) {
      way = median;
    }
  }

  /** The time by which sound is held back now, in nanoseconds. */
  synchronized long nanos() {
    if (pictures == 0 || apart == Long.MAX_VALUE) {
      return LEAST_NANOS;
    }
    return Math.max(LEAST_NANOS, Math.min(MOST_NANOS, way - apart));
  }

  /**
   * Takes a piece of sound.
   *
   * @param sound borrowed
   * @param nowNanos on the wall's clock
   */
  synchronized void write(Sound sound, long nowNanos) {
    apart = Math.min(apart, nowNanos - sound.timeNanos());
    if (ring == null || !ring.takes(sound)) {
      ring = new SoundRing(sound.rate(), sound.channels(), RING_SECONDS);
      endNanos = sound.timeNanos();
      reading = false;
      level = 0;
    }
    double off = sound.timeNanos() - endNanos;
    if (Math.abs(off) <= GAP_NANOS) {
      endNanos += BELIEF * off;
    } else {
      endNanos = sound.timeNanos();
      ring.silence(Math.max(0, (long) frames(off)));
    }
    ring.write(sound);
    endNanos += sound.frames() * 1e9 / ring.rate();
  }

  /**
   * Reads the next hundredth of a second.
   *
   * @param nowNanos on the wall's clock
   * @return null while no sound has come yet
   */
  synchronized Sound read(long nowNanos) {
    if (ring == null) {
      return null;
    }
    long due = nowNanos - apart - nanos();
    // A rate that does not divide by 100 is raised to one that does.
    int frames = (ring.rate() + PIECES_PER_SECOND - 1) / PIECES_PER_SECOND;
    double step = (double) ring.rate() / (frames * PIECES_PER_SECOND);
    short[] piece = new short[frames * ring.channels()];
    double target = due(due);
    if (!reading) {
      position = Math.rint(target);
      reading = true;
    }
    if (Math.abs(target - position) > frames(JUMP_NANOS)) {
      double from = position;
      position = Math.rint(target);
      for (int frame = 0; frame < frames; frame++) {
        double weight = (1 - Math.cos(Math.PI * frame / frames)) / 2;
        level();
        add(piece, frame, from + frame * step, 1 - weight);
        add(piece, frame, position, weight);
        position += step;
      }
    } else {
      double pace = step + correction(target - position, frames);
      for (int frame = 0; frame < frames; frame++) {
        level();
        add(piece, frame, position, 1);
        position += pace;
      }
      if (step == 1 && !hurrying) {
        // What the additions' rounding leaves would put every sample between two others.
        position = Math.rint(position);
      }
    }
    return new Sound(piece, frames * PIECES_PER_SECOND, ring.channels(), due);
  }

  /** How far what is read next is from what is due, in nanoseconds of sound. */
  synchronized double errorNanos(long nowNanos) {
    return (due(nowNanos - apart - nanos()) - position) * 1e9 / ring.rate();
  }

  /** The frame that is of that time on the stream's clock. */
  private double due(double timeNanos) {
    return ring.end() - frames(endNanos - timeNanos);
  }

  /** How many frames a frame more, or less, are to be gone on by. */
  private double correction(double error, int frames) {
    hurrying = Math.abs(error) > frames(hurrying ? GOOD_NANOS : BAD_NANOS);
    if (hurrying) {
      double pace = error / (SECONDS * ring.rate());
      return Math.max(-PACE, Math.min(PACE, pace));
    }
    // To the nearest whole frame, from where on samples go through as they are.
    return (Math.rint(position) - position) / frames;
  }

  /** Sound fades where it ends for want of more, and swells when there is some again. */
  private void level() {
    double wanted = Math.max(0, Math.min(1, (ring.end() - 1 - position) / ring.fade()));
    double most = 1.0 / ring.fade();
    level += Math.max(-most, Math.min(most, wanted - level));
  }

  private void add(short[] piece, int frame, double at, double weight) {
    for (int channel = 0; channel < ring.channels(); channel++) {
      int place = frame * ring.channels() + channel;
      double value = Math.rint(piece[place] + weight * level * ring.at(at, channel));
      piece[place] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
  }

  private double frames(double nanos) {
    return nanos * ring.rate() / 1e9;
  }
}
