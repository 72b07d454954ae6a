package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;

/**
 * How much a painted clip flickers (e_stab of Gupta et al. 2017 and Gao et al. 2018): the root of
 * the mean squared difference between every frame and the one before it laid over it along the
 * clip's motion, over the pixels whose motion is known, colours from 0 to 1.
 *
 * <p>A still and a blurred clip both score well: it must be read beside the style loss, and beside
 * the error of the unpainted clip, which interpolation and noise alone make.
 */
final class WarpingError {
  private double squares;
  private long count;

  /** Takes a frame, the one before it and the way between them. */
  void add(Picture before, Picture frame, Flow flow) {
    Picture expected = flow.warp(before);
    for (int at = 0; at < flow.known().length; at++) {
      if (flow.known()[at]) {
        for (int c = 0; c < 3; c++) {
          double difference = (frame.rgb()[3 * at + c] - expected.rgb()[3 * at + c]) / 255;
          squares += difference * difference;
        }
        count += 3;
      }
    }
  }

  /** The error so far; NaN where nothing could be compared. */
  double value() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }
}
