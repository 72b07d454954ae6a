package dev.allaprima.training.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
    byte[][] found = run(model, network, style, seen);
    double largest = 0;
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < expected[k].length; i++) {
        largest = Math.max(largest, Math.abs((found[k][i] & 255) - expected[k][i]));
      }
    }
    return largest;
  }

  /** As above for one picture in the network's first style. */
  public static double largestDifference(byte[] model, StyleNetwork network, Picture picture) {
    return largestDifference(model, network, network.inStyle(0, 1), picture);
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

  private static byte[][] run(byte[] model, StyleNetwork network, INDArray style, I420 frames) {
    // The environment is ONNX Runtime's one for the process; it is not ours to close.
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = environment.createSession(model)) {
      String[] names = {"y", "u", "v"};
      for (int k = 0; k < 3; k++) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(frames.planes()[k].length);
        for (float value : frames.planes()[k]) {
          bytes.put((byte) value);
        }
        long[] shape = frames.shape(k);
        inputs.put(
            names[k],
            OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.UINT8));
      }
      if (network.styles() > 1) {
        FloatBuffer mix = FloatBuffer.wrap(style.dup('c').data().asFloat());
        inputs.put("style", OnnxTensor.createTensor(environment, mix, style.shape()));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        byte[][] out = new byte[3][];
        for (int k = 0; k < 3; k++) {
          OnnxTensor tensor = (OnnxTensor) result.get("painted_" + names[k]).orElseThrow();
          ByteBuffer buffer = tensor.getByteBuffer();
          out[k] = new byte[buffer.remaining()];
          buffer.get(out[k]);
        }
        return out;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the exported model", e);
    } finally {
      inputs.values().forEach(OnnxTensorLike::close);
    }
  }

  /** Three planes of N frames, values from 0 to 255: Y full, U and V half as wide and high. */
  private record I420(long pictures, int width, int height, float[][] planes) {
    static I420 of(Picture... pictures) {
      INDArray[] arrays = new INDArray[pictures.length];
      for (int n = 0; n < arrays.length; n++) {
        arrays[n] = pictures[n].toArray();
      }
      return of(Nd4j.concat(0, arrays));
    }

    /** From RGB [N,H,W,3]; a sample of chroma is the mean of four pixels. */
    static I420 of(INDArray rgb) {
      int pictures = (int) rgb.size(0);
      int height = (int) rgb.size(1);
      int width = (int) rgb.size(2);
      float[] values = rgb.dup('c').data().asFloat();
      int pixels = pictures * height * width;
      float[][] planes = {new float[pixels], new float[pixels / 4], new float[pixels / 4]};
      for (int i = 0; i < pixels; i++) {
        double r = values[3 * i];
        double g = values[3 * i + 1];
        double b = values[3 * i + 2];
        // Rows of all pictures are one tall picture: heights are even.
        int chroma = i / width / 2 * (width / 2) + i % width / 2;
        planes[0][i] = (float) (16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255);
        planes[1][chroma] += (float) ((128 + (-37.797 * r - 74.203 * g + 112.0 * b) / 255) / 4);
        planes[2][chroma] += (float) ((128 + (112.0 * r - 93.786 * g - 18.214 * b) / 255) / 4);
      }
      return new I420(pictures, width, height, planes);
    }

    I420 rounded() {
      float[][] out = new float[3][];
      for (int k = 0; k < 3; k++) {
        out[k] = planes[k].clone();
        for (int i = 0; i < out[k].length; i++) {
          out[k][i] = Math.round(out[k][i]);
        }
      }
      return new I420(pictures, width, height, out);
    }

    /** RGB [N,H,W,3], every sample of chroma for its four pixels; not clamped. */
    INDArray toRgb() {
      float[] rgb = new float[planes[0].length * 3];
      for (int i = 0; i < planes[0].length; i++) {
        int chroma = i / width / 2 * (width / 2) + i % width / 2;
        double y = 255.0 / 219 * (planes[0][i] - 16);
        double u = planes[1][chroma] - 128;
        double v = planes[2][chroma] - 128;
        rgb[3 * i] = (float) (y + 1.596027 * v);
        rgb[3 * i + 1] = (float) (y - 0.391762 * u - 0.812968 * v);
        rgb[3 * i + 2] = (float) (y + 2.017232 * u);
      }
      return Nd4j.create(rgb, new long[] {pictures, height, width, 3}, 'c');
    }

    long[] shape(int plane) {
      int divisor = plane == 0 ? 1 : 2;
      return new long[] {pictures, 1, height / divisor, width / divisor};
    }
  }
}
