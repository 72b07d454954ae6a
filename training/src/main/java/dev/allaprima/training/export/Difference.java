package dev.allaprima.training.export;

import java.util.Locale;

/** How far paintings are from others of the same frames, over all samples of Y, U and V. */
final class Difference {
  private double largest;
  private double sum;
  private double squares;
  private long samples;

  void add(I420 a, I420 b) {
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < a.planes()[k].length; i++) {
        double difference = Math.abs(a.planes()[k][i] - b.planes()[k][i]);
        largest = Math.max(largest, difference);
        sum += difference;
        squares += difference * difference;
        samples++;
      }
    }
  }

  /** Of 255. */
  double largest() {
    return largest;
  }

  /** Of 255. */
  double mean() {
    return sum / samples;
  }

  /** Peak signal-to-noise ratio in dB; infinite where nothing differs. */
  double psnr() {
    return 10 * Math.log10(255.0 * 255.0 / (squares / samples));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "PSNR %.1f dB, mean %.2f, at most %.0f of 255", psnr(), mean(), largest);
  }
}
