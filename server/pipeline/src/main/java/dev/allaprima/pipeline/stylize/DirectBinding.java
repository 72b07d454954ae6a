package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.onnxruntime.OrtValue;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.Value;

/**
 * Paints one picture from a frame's own memory into another's, without a copy: its planes are the
 * network's tensors. Binding one costs six calls and allocates nothing.
 */
final class DirectBinding implements AutoCloseable {
  private final FrameTensors tensors;
  private final Binding binding;
  private final BytePointer[] inputs = new BytePointer[3];
  private final BytePointer[] outputs = new BytePointer[3];
  private final FloatPointer style;

  /**
   * @param memory the host's
   * @param styles how many the {@code style} input mixes; 0 if the network has none
   */
  DirectBinding(Session session, DeviceMemory memory, int styles) {
    this.tensors = new FrameTensors(memory.info());
    this.binding = new Binding(session, Device.quietRunOptions());
    this.style = new FloatPointer(styles);
    for (int plane = 0; plane < 3; plane++) {
      inputs[plane] = new BytePointer(Contract.INPUTS.get(plane));
      outputs[plane] = new BytePointer(Contract.OUTPUTS.get(plane));
    }
    if (styles > 0) {
      try (LongPointer shape = new LongPointer(1, styles)) {
        binding.input(
            Contract.STYLE,
            Value.CreateTensorFloat(memory.info().asOrtMemoryInfo(), style, styles, shape, 2));
      }
    }
  }

  /** Paints; borrows both frames. */
  void paint(Frame source, Frame target, StyleMix mix) {
    OrtValue[] from = tensors.of(source);
    OrtValue[] to = tensors.of(target);
    for (int plane = 0; plane < 3; plane++) {
      binding.input(inputs[plane], from[plane]);
      binding.output(outputs[plane], to[plane]);
    }
    for (int i = 0; i < style.capacity(); i++) {
      style.put(i, mix.weight(i));
    }
    binding.run();
  }

  @Override
  public void close() {
    binding.close();
    tensors.close();
    style.close();
    for (int plane = 0; plane < 3; plane++) {
      inputs[plane].close();
      outputs[plane].close();
    }
  }
}
