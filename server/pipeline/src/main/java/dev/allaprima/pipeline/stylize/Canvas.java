package dev.allaprima.pipeline.stylize;

import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * The tensors of one picture size, bound to a session: three planes to be painted and three painted
 * ones, of the size padded to what the network takes.
 */
final class Canvas implements AutoCloseable {
  private final int width;
  private final int height;
  private final int paddedWidth;
  private final int paddedHeight;
  // One piece of memory: source y, u, v, then painted y, u, v. ONNX Runtime reads and writes it.
  private final BytePointer memory;
  private final ByteBuffer[] source = new ByteBuffer[3];
  private final ByteBuffer[] painted = new ByteBuffer[3];
  private final IoBinding binding;

  Canvas(Session session, int width, int height, int multiple) {
    this.width = width;
    this.height = height;
    this.paddedWidth = roundUp(width, multiple);
    this.paddedHeight = roundUp(height, multiple);
    long luma = (long) paddedWidth * paddedHeight;
    memory = new BytePointer(Math.toIntExact(3 * luma));
    binding = new IoBinding(session);
    ByteBuffer bytes = memory.asByteBuffer();
    long offset = 0;
    try (MemoryInfo cpu =
        MemoryInfo.CreateCpu(onnxruntime.OrtDeviceAllocator, onnxruntime.OrtMemTypeDefault)) {
      for (int i = 0; i < 6; i++) {
        int plane = i % 3;
        int half = plane == 0 ? 1 : 2;
        long[] shape = {1, 1, paddedHeight / half, paddedWidth / half};
        long count = shape[2] * shape[3];
        ByteBuffer view = bytes.slice((int) offset, (int) count);
        (i < 3 ? source : painted)[plane] = view;
        try (BytePointer address = new BytePointer(view);
            LongPointer dimensions = new LongPointer(shape);
            Value tensor =
                Value.CreateTensorUByte(cpu.asOrtMemoryInfo(), address, count, dimensions, 4)) {
          if (i < 3) {
            binding.BindInput(Contract.INPUTS.get(plane), tensor);
          } else {
            binding.BindOutput(Contract.OUTPUTS.get(plane), tensor);
          }
        }
        offset += count;
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static int roundUp(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }

  boolean fits(int width, int height) {
    return this.width == width && this.height == height;
  }

  IoBinding binding() {
    return binding;
  }

  /** Copies the borrowed frame in and repeats its last column and row into the padding. */
  void put(Frame frame) {
    pad(frame.y(), width, height, source[0], paddedWidth, paddedHeight);
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    pad(frame.u(), w, h, source[1], paddedWidth / 2, paddedHeight / 2);
    pad(frame.v(), w, h, source[2], paddedWidth / 2, paddedHeight / 2);
  }

  /** Copies the painted picture, without its padding, into the borrowed frame. */
  void get(Frame frame) {
    crop(painted[0], paddedWidth, frame.y(), width, height);
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    crop(painted[1], paddedWidth / 2, frame.u(), w, h);
    crop(painted[2], paddedWidth / 2, frame.v(), w, h);
  }

  private static void pad(ByteBuffer from, int w, int h, ByteBuffer to, int toWidth, int toHeight) {
    if (w == toWidth) {
      to.put(0, from, 0, w * h);
    } else {
      for (int row = 0; row < h; row++) {
        int start = row * toWidth;
        to.put(start, from, row * w, w);
        byte last = from.get(row * w + w - 1);
        for (int x = w; x < toWidth; x++) {
          to.put(start + x, last);
        }
      }
    }
    for (int row = h; row < toHeight; row++) {
      to.put(row * toWidth, to, (h - 1) * toWidth, toWidth);
    }
  }

  private static void crop(ByteBuffer from, int fromWidth, ByteBuffer to, int w, int h) {
    if (w == fromWidth) {
      to.put(0, from, 0, w * h);
      return;
    }
    for (int row = 0; row < h; row++) {
      to.put(row * w, from, row * fromWidth, w);
    }
  }

  @Override
  public void close() {
    binding.close();
    memory.close();
  }
}
