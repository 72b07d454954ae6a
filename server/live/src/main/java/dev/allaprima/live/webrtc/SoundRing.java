package dev.allaprima.live.webrtc;

import dev.allaprima.live.flow.Sound;

/**
 * The newest sound, frame by frame; a frame is one sample of each channel. Frames are numbered from
 * the first on; those that are gone and those that are not there yet are silent. Not thread-safe.
 */
final class SoundRing {
  /** Sound that begins or ends abruptly clicks: it swells and fades over 5 ms. */
  private static final int FADES_PER_SECOND = 200;

  private final int rate;
  private final int channels;
  private final int capacity;
  private final short[] samples;
  private long end;
  // Frames still to swell.
  private int swelling;

  /**
   * @param seconds of sound that it holds
   */
  SoundRing(int rate, int channels, int seconds) {
    this.rate = rate;
    this.channels = channels;
    this.capacity = rate * seconds;
    this.samples = new short[capacity * channels];
  }

  int rate() {
    return rate;
  }

  int channels() {
    return channels;
  }

  /** How many frames a fade takes. */
  int fade() {
    return rate / FADES_PER_SECOND;
  }

  boolean takes(Sound sound) {
    return sound.rate() == rate && sound.channels() == channels;
  }

  /** The number of the next frame that will be written. */
  long end() {
    return end;
  }

  /** Appends the sound, which is of this rate and has these channels; borrows it. */
  void write(Sound sound) {
    short[] from = sound.samples();
    for (int frame = 0; frame < sound.frames(); frame++, end++) {
      double gain = swelling == 0 ? 1 : 1 - (double) swelling-- / fade();
      for (int channel = 0; channel < channels; channel++) {
        samples[place(end, channel)] = (short) (gain * from[frame * channels + channel]);
      }
    }
  }

  /** Lets the sound fade, appends so many frames of silence, and lets it swell again after them. */
  void silence(long frames) {
    for (int left = 0; left < Math.min(fade(), end); left++) {
      for (int channel = 0; channel < channels; channel++) {
        int place = place(end - 1 - left, channel);
        samples[place] = (short) (samples[place] * left / fade());
      }
    }
    for (long more = 0; more < Math.min(frames, capacity); more++) {
      for (int channel = 0; channel < channels; channel++) {
        samples[place(end + more, channel)] = 0;
      }
    }
    end += frames;
    swelling = fade();
  }

  /** A sample between frames, by the cubic through the four around it (Catmull and Rom 1974). */
  double at(double frame, int channel) {
    long before = (long) Math.floor(frame);
    double t = frame - before;
    double b = at(before, channel);
    if (t == 0) {
      return b;
    }
    double a = at(before - 1, channel);
    double c = at(before + 1, channel);
    double d = at(before + 2, channel);
    return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  private double at(long frame, int channel) {
    return frame < Math.max(0, end - capacity) || frame >= end ? 0 : samples[place(frame, channel)];
  }

  private int place(long frame, int channel) {
    return (int) (frame % capacity) * channels + channel;
  }
}
