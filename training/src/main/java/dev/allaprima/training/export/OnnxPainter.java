package dev.allaprima.training.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.allaprima.training.data.Picture;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** An exported model in ONNX Runtime, on the processor. */
public final class OnnxPainter implements AutoCloseable {
  private static final String[] PLANES = {"y", "u", "v"};

  // ONNX Runtime's one for the process; it is not ours to close.
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** A model under the frame contract of {@link dev.allaprima.models}. */
  public OnnxPainter(byte[] model) {
    try {
      session = environment.createSession(model);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the exported model", e);
    }
  }

  /**
   * Paints a picture, both sides multiples of the network's sizeMultiple, by way of I420.
   *
   * @param style the weights of the styles; not read by a model of one style
   */
  public Picture paint(Picture picture, float... style) {
    I420 painted = paint(I420.of(picture).rounded(), new float[][] {style});
    return Picture.of(painted.toRgb(), 0);
  }

  /**
   * Paints frames.
   *
   * @param style rows of weights of the styles; not read by a model of one style
   * @return the planes Y, U and V of all the frames
   */
  I420 paint(I420 frames, float[][] style) {
    float[][] planes = new float[3][];
    run(
        frames,
        style,
        Set.of("painted_y", "painted_u", "painted_v"),
        (name, tensor) -> {
          ByteBuffer bytes = tensor.getByteBuffer();
          float[] plane = new float[bytes.remaining()];
          for (int i = 0; i < plane.length; i++) {
            plane[i] = bytes.get() & 255;
          }
          planes["yuv".indexOf(name.charAt(name.length() - 1))] = plane;
        });
    return new I420(frames.pictures(), frames.width(), frames.height(), planes);
  }

  /** Paints frames and shows the named outputs, which are freed when {@code each} returns. */
  void run(I420 frames, float[][] style, Set<String> outputs, BiConsumer<String, OnnxTensor> each) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (int k = 0; k < 3; k++) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(frames.planes()[k].length);
        for (float value : frames.planes()[k]) {
          bytes.put((byte) value);
        }
        long[] shape = frames.shape(k);
        inputs.put(
            PLANES[k],
            OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.UINT8));
      }
      if (session.getInputNames().contains("style")) {
        inputs.put("style", OnnxTensor.createTensor(environment, style));
      }
      try (OrtSession.Result result = session.run(inputs, outputs)) {
        result.forEach(entry -> each.accept(entry.getKey(), (OnnxTensor) entry.getValue()));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the exported model cannot be run", e);
    } finally {
      inputs.values().forEach(OnnxTensorLike::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a session", e);
    }
  }
}
