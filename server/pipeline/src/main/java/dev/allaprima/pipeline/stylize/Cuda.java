package dev.allaprima.pipeline.stylize;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.CUDAProviderOptions;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.StringStringMap;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** ONNX Runtime's way onto a CUDA card. */
final class Cuda {
  private Cuda() {}

  /** Why the card cannot be used, or null if it can. */
  static String lackOf(int card) {
    boolean built = false;
    try (StringVector providers = onnxruntime.GetAvailableProviders()) {
      for (long i = 0; i < providers.size(); i++) {
        built |= providers.get(i).getString().equals("CUDAExecutionProvider");
      }
    }
    if (!built) {
      return "this build's ONNX Runtime has no CUDA";
    }
    if (card >= NvidiaCards.names().size()) {
      return "this machine has no NVIDIA card " + card + ", or no driver for it";
    }
    try (SessionOptions options = new SessionOptions()) {
      append(options, card, null, false);
      return null;
    } catch (RuntimeException e) {
      return Reason.of(e);
    }
  }

  /**
   * Lets a session run on the card.
   *
   * @param stream what it runs on; null for one of its own
   * @param graphs whether a canvas's work is recorded once and replayed
   */
  static void append(SessionOptions options, int card, CUstream_st stream, boolean graphs) {
    try (CUDAProviderOptions cuda = new CUDAProviderOptions();
        StringStringMap values = new StringStringMap()) {
      put(values, "device_id", Integer.toString(card));
      put(values, "enable_cuda_graph", graphs ? "1" : "0");
      cuda.Update(values);
      if (stream != null) {
        cuda.UpdateWithValue("user_compute_stream", stream);
      }
      options.AppendExecutionProvider_CUDA_V2(cuda.multiply());
    }
  }

  private static void put(StringStringMap values, String key, String value) {
    try (BytePointer k = new BytePointer(key);
        BytePointer v = new BytePointer(value)) {
      values.put(k, v);
    }
  }
}
