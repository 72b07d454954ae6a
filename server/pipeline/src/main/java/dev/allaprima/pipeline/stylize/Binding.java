package dev.allaprima.pipeline.stylize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.OrtApi;
import org.bytedeco.onnxruntime.OrtIoBinding;
import org.bytedeco.onnxruntime.OrtStatus;
import org.bytedeco.onnxruntime.OrtValue;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * What a session reads and writes, by the names of its inputs and outputs. It binds through ONNX
 * Runtime's C interface: the preset's C++ methods move the value that they are given, which makes
 * it anew on both sides each time.
 */
final class Binding implements AutoCloseable {
  private static final OrtApi API = onnxruntime.GetApi();

  private final Session session;
  private final RunOptions options;
  private final IoBinding binding;
  private final OrtIoBinding raw;

  /**
   * @param options of every run; taken
   */
  Binding(Session session, RunOptions options) {
    this.session = session;
    this.options = options;
    this.binding = new IoBinding(session);
    this.raw = binding.asOrtIoBinding();
  }

  /** Reads that input from the borrowed tensor from now on. */
  void input(BytePointer name, OrtValue tensor) {
    check(API.BindInput(raw, name, tensor));
  }

  /** Writes that output to the borrowed tensor from now on. */
  void output(BytePointer name, OrtValue tensor) {
    check(API.BindOutput(raw, name, tensor));
  }

  /** The same, once and for all: the tensor is taken. */
  void input(String name, Value tensor) {
    try (tensor;
        BytePointer text = new BytePointer(name)) {
      input(text, tensor.asOrtValue());
    }
  }

  /** The same, once and for all: the tensor is taken. */
  void output(String name, Value tensor) {
    try (tensor;
        BytePointer text = new BytePointer(name)) {
      output(text, tensor.asOrtValue());
    }
  }

  /** Runs the network; its outputs are written when this returns, or queued on its device. */
  void run() {
    session.Run(options, binding);
  }

  private static void check(OrtStatus failure) {
    if (failure != null) {
      String message = API.GetErrorMessage().call(failure).getString();
      API.ReleaseStatus(failure);
      throw new IllegalStateException(message);
    }
  }

  @Override
  public void close() {
    binding.close();
    options.close();
  }
}
