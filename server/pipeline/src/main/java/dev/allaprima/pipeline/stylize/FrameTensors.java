package dev.allaprima.pipeline.stylize;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.OrtValue;
import org.bytedeco.onnxruntime.Value;

/**
 * Tensors over frames' own memory, so that a network reads a decoded picture where it lies and
 * writes the painted one where it is wanted. A tensor is an address and a shape; it is made when a
 * pool's memory first comes by and found again ever after. It holds nothing: when other memory
 * comes to lie at its address with its shape, it is as right as before.
 */
final class FrameTensors implements AutoCloseable {
  /** More than the pools of a file job or of a server's streams hold; the oldest makes way. */
  private static final int KEPT = 128;

  private record Entry(long address, int width, int height, Value[] planes, OrtValue[] raw) {
    void close() {
      for (Value plane : planes) {
        plane.close();
      }
    }
  }

  private final MemoryInfo host;
  private final Entry[] entries = new Entry[KEPT];
  private int oldest;

  FrameTensors(MemoryInfo host) {
    this.host = host;
  }

  /** The tensors [1,1,h,w] of the borrowed frame's Y, U and V, to be used while it is borrowed. */
  OrtValue[] of(Frame frame) {
    long address = frame.address();
    for (Entry entry : entries) {
      if (entry == null) {
        break;
      }
      if (entry.address == address
          && entry.width == frame.width()
          && entry.height == frame.height()) {
        return entry.raw;
      }
    }
    Entry made = make(frame);
    if (entries[oldest] != null) {
      entries[oldest].close();
    }
    entries[oldest] = made;
    oldest = (oldest + 1) % KEPT;
    return made.raw;
  }

  private Entry make(Frame frame) {
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    Value[] planes = {
      tensor(frame.y(), frame.width(), frame.height()),
      tensor(frame.u(), w, h),
      tensor(frame.v(), w, h)
    };
    OrtValue[] raw = new OrtValue[planes.length];
    for (int plane = 0; plane < planes.length; plane++) {
      raw[plane] = planes[plane].asOrtValue();
    }
    return new Entry(frame.address(), frame.width(), frame.height(), planes, raw);
  }

  private Value tensor(ByteBuffer plane, int width, int height) {
    try (BytePointer address = new BytePointer(plane);
        LongPointer shape = new LongPointer(1, 1, height, width)) {
      return Value.CreateTensorUByte(
          host.asOrtMemoryInfo(), address, (long) width * height, shape, 4);
    }
  }

  @Override
  public void close() {
    for (Entry entry : entries) {
      if (entry != null) {
        entry.close();
      }
    }
  }
}
