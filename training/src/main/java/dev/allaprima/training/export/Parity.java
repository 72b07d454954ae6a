package dev.allaprima.training.export;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Proves that an exported model paints in ONNX Runtime what the network painted in training. */
public final class Parity {
  private Parity() {}

  /**
   * The largest difference on pictures, on the scale of 0 to 255: between the bytes that ONNX
   * Runtime gives and the unrounded values of the network. Rounding alone makes up to one half.
   *
   * @param style the style input, [N,S]
   * @param pictures N of one size, both sides multiples of the network's sizeMultiple
   */
  public static double largestDifference(
      byte[] model, StyleNetwork network, INDArray style, Picture... pictures) {
    I420 seen = I420.of(pictures).rounded();
    float[][] expected;
    try (Tape tape = new Tape()) {
      INDArray rgb = tape.adopt(seen.toRgb());
      INDArray painted =
          network.paint(tape, network.weights().constants(tape), rgb, style, Window.WHOLE).value();
      expected = I420.of(painted).planes();
    }
    float[][] found;
    try (OnnxPainter painter = new OnnxPainter(model)) {
      found = painter.paint(seen, style.toFloatMatrix()).planes();
    }
    double largest = 0;
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < expected[k].length; i++) {
        double clamped = Math.max(0, Math.min(255, expected[k][i]));
        largest = Math.max(largest, Math.abs(found[k][i] - clamped));
      }
    }
    return largest;
  }

  /** As above for one picture in the network's first style. */
  public static double largestDifference(byte[] model, StyleNetwork network, Picture picture) {
    return largestDifference(model, network, network.inStyle(0, 1), picture);
  }

  /** How far a variant of a model is from it, on photos in every style. */
  static Difference between(byte[] model, byte[] variant, int styles, List<Picture> photos) {
    Difference difference = new Difference();
    try (OnnxPainter a = new OnnxPainter(model);
        OnnxPainter b = new OnnxPainter(variant)) {
      for (Picture photo : photos) {
        I420 frame = I420.of(photo).rounded();
        for (int style = 0; style < styles; style++) {
          float[][] mix = new float[1][styles];
          mix[0][style] = 1;
          difference.add(a.paint(frame, mix), b.paint(frame, mix));
        }
      }
    }
    return difference;
  }

  /** A picture of noise. */
  public static Picture noise(int width, int height, long seed) {
    Random random = new Random(seed);
    float[] rgb = new float[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = random.nextInt(256);
    }
    return new Picture(width, height, rgb);
  }
}
