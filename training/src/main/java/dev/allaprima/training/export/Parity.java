package dev.allaprima.training.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.data.Planes;
import dev.allaprima.training.network.PainterNetwork;
import dev.allaprima.training.tape.Tape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Proves that an exported model paints in ONNX Runtime what the network painted in training. */
public final class Parity {
  private Parity() {}

  /**
   * The largest difference on a picture, on the scale of 0 to 255: between the bytes that ONNX
   * Runtime gives and the unrounded values of the network. Rounding alone makes up to one half.
   *
   * @param picture both sides multiples of 4
   */
  public static double largestDifference(byte[] model, PainterNetwork network, Picture picture) {
    int width = picture.width();
    int height = picture.height();
    INDArray folded = Planes.fold(picture);
    byte[][] planes = bytes(folded, width, height);
    // Both sides get the same rounded values.
    INDArray rounded = org.nd4j.linalg.ops.transforms.Transforms.floor(folded.add(0.5), false);
    float[] expected;
    try (Tape tape = new Tape()) {
      INDArray out = network.paint(tape, network.leaves(tape), rounded).value();
      expected = out.dup('c').data().asFloat();
    }
    byte[][] found = run(model, planes, width, height);
    double largest = 0;
    for (int row = 0; row < height / 2; row++) {
      for (int column = 0; column < width / 2; column++) {
        int place = row * (width / 2) + column;
        for (int k = 0; k < 4; k++) {
          int at = (2 * row + k / 2) * width + 2 * column + k % 2;
          largest = Math.max(largest, Math.abs((found[0][at] & 255) - expected[6 * place + k]));
        }
        for (int k = 1; k < 3; k++) {
          double difference = (found[k][place] & 255) - expected[6 * place + 3 + k];
          largest = Math.max(largest, Math.abs(difference));
        }
      }
    }
    return largest;
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

  private static byte[][] bytes(INDArray folded, int width, int height) {
    byte[][] planes = {
      new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]
    };
    float[] values = folded.data().asFloat();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int place = (row / 4 * (width / 4) + column / 4) * Planes.CHANNELS;
        planes[0][row * width + column] =
            (byte) Math.floor(values[place + row % 4 * 4 + column % 4] + 0.5f);
        int chroma = row % 4 / 2 * 2 + column % 4 / 2;
        int at = row / 2 * (width / 2) + column / 2;
        planes[1][at] = (byte) Math.floor(values[place + 16 + chroma] + 0.5f);
        planes[2][at] = (byte) Math.floor(values[place + 20 + chroma] + 0.5f);
      }
    }
    return planes;
  }

  private static byte[][] run(byte[] model, byte[][] planes, int width, int height) {
    // The environment is ONNX Runtime's one for the process; it is not ours to close.
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = environment.createSession(model)) {
      String[] names = {"y", "u", "v"};
      for (int k = 0; k < 3; k++) {
        int divisor = k == 0 ? 1 : 2;
        ByteBuffer direct = ByteBuffer.allocateDirect(planes[k].length).put(planes[k]).flip();
        long[] shape = {1, 1, height / divisor, width / divisor};
        inputs.put(
            names[k], OnnxTensor.createTensor(environment, direct, shape, OnnxJavaType.UINT8));
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
}
