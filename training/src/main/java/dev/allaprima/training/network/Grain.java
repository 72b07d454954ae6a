package dev.allaprima.training.network;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The canvas' grain: fixed random numbers, {@value #CHANNELS} a place, that the network sees beside
 * the picture. A plain wall gives a convolution nothing to start a brush stroke from, so that it
 * paints a lattice there; from the grain it can (texture networks begin with noise for the same
 * reason: Ulyanov et al. 2016). It does not change from frame to frame, so nothing flickers.
 */
public final class Grain {
  /** Numbers a place. */
  public static final int CHANNELS = 4;

  /** The grain repeats after so many places, across and down. */
  public static final int SIDE = 128;

  private static final long SEED = 1889;

  /** Fainter than a picture's own contrasts (about 1), which are to lead the brush. */
  private static final double DEVIATION = 0.5;

  private static final float[] VALUES = values();

  private Grain() {}

  private static float[] values() {
    Random random = new Random(SEED);
    float[] values = new float[CHANNELS * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (DEVIATION * random.nextGaussian());
    }
    return values;
  }

  /** All of it, [{@value #CHANNELS},{@value #SIDE},{@value #SIDE}] row by row. */
  public static float[] tile() {
    return VALUES.clone();
  }

  /**
   * A picture's share, [N,height,width,{@value #CHANNELS}], the same for each of the N.
   *
   * @param top place of the grain that the first row shows, modulo {@value #SIDE}
   * @param left likewise for the first column
   */
  static INDArray at(long pictures, long height, long width, int top, int left) {
    float[] out = new float[(int) (pictures * height * width * CHANNELS)];
    int at = 0;
    for (long n = 0; n < pictures; n++) {
      for (long row = 0; row < height; row++) {
        for (long column = 0; column < width; column++) {
          int place = Math.floorMod(row + top, SIDE) * SIDE + Math.floorMod(column + left, SIDE);
          for (int c = 0; c < CHANNELS; c++) {
            out[at++] = VALUES[c * SIDE * SIDE + place];
          }
        }
      }
    }
    return Nd4j.create(out, new long[] {pictures, height, width, CHANNELS}, 'c');
  }
}
