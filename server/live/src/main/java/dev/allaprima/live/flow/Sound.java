package dev.allaprima.live.flow;

/**
 * A piece of sound.
 *
 * @param samples signed 16 bits, interleaved, {@code frames × channels} of them; whoever is handed
 *     it borrows it and writes nothing to it
 * @param rate frames a second, such as 48000
 * @param channels 1 or 2
 * @param timeNanos when its first sample arrived, on the stream's clock
 */
public record Sound(short[] samples, int rate, int channels, long timeNanos) {
  /** Whether it is anything but perfect silence. */
  public boolean isAudible() {
    for (short sample : samples) {
      if (sample != 0) {
        return true;
      }
    }
    return false;
  }

  /** How many samples of each channel there are. */
  public int frames() {
    return samples.length / channels;
  }
}
