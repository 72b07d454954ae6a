package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * The tensors of a batch of one size, bound to a session: where frames cannot be tensors themselves
 * because they are padded, are several, or lie on the other side of a bus. One block of memory
 * holds {@code y}, {@code u}, {@code v} and {@code style}, then the painted planes, each tensor
 * whole, so that a batch goes to the device in one copy and comes back in one.
 */
final class Canvas implements AutoCloseable {
  /** Tensors begin at multiples of this; CUDA's loads and AVX-512's are widest there. */
  private static final int ALIGNMENT = 256;

  /**
   * A batch's shape.
   *
   * @param count pictures
   * @param width of each after padding
   * @param height likewise
   */
  record Shape(int count, int width, int height) {
    /** The shape of that many pictures, padded to multiples of so many pixels. */
    static Shape of(int count, int width, int height, int multiple) {
      return new Shape(count, roundUp(width, multiple), roundUp(height, multiple));
    }

    private static int roundUp(int size, int multiple) {
      return (size + multiple - 1) / multiple * multiple;
    }

    boolean isOf(Frame frame) {
      return width == frame.width() && height == frame.height();
    }

    private long samples(int plane) {
      return plane == 0 ? (long) width * height : (long) width * height / 4;
    }

    private long[] dimensions(int plane) {
      int part = plane == 0 ? 1 : 2;
      return new long[] {count, 1, height / part, width / part};
    }
  }

  private final Shape shape;
  private final DeviceMemory memory;
  private final DeviceMemory.Block block;
  private final Binding binding;
  private final FloatPointer style;
  // By picture and plane; views of the block's host side.
  private final ByteBuffer[][] source;
  private final ByteBuffer[][] painted;
  private final long inputs;
  private final long size;

  /**
   * @param styles how many the {@code style} input mixes; 0 if the network has none
   * @param options taken: closed with the canvas
   */
  Canvas(Session session, DeviceMemory memory, Shape shape, int styles, RunOptions options) {
    this.shape = shape;
    this.memory = memory;
    this.source = new ByteBuffer[shape.count][3];
    this.painted = new ByteBuffer[shape.count][3];
    long[] offsets = new long[8];
    for (int tensor = 0; tensor < 7; tensor++) {
      long bytes =
          tensor == 3
              ? (long) shape.count * styles * Float.BYTES
              : shape.count * shape.samples(tensor % 4);
      offsets[tensor + 1] = (offsets[tensor] + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
    this.inputs = offsets[4];
    this.size = offsets[7];
    this.block = memory.allocate(Math.toIntExact(size));
    this.binding = new Binding(session, options);
    this.style = styles == 0 ? null : Address.floats(block.host(), offsets[3]);
    try {
      for (int plane = 0; plane < 3; plane++) {
        views(source, plane, offsets[plane]);
        views(painted, plane, offsets[4 + plane]);
        binding.input(Contract.INPUTS.get(plane), planeTensor(plane, offsets[plane]));
        binding.output(Contract.OUTPUTS.get(plane), planeTensor(plane, offsets[4 + plane]));
      }
      if (styles > 0) {
        bindStyle(styles, offsets[3]);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void views(ByteBuffer[][] views, int plane, long offset) {
    int samples = (int) shape.samples(plane);
    ByteBuffer bytes = block.host().asByteBuffer();
    for (int i = 0; i < shape.count; i++) {
      views[i][plane] = bytes.slice((int) offset + i * samples, samples);
    }
  }

  private Value planeTensor(int plane, long offset) {
    try (BytePointer address = Address.of(block.device(), offset);
        LongPointer dimensions = new LongPointer(shape.dimensions(plane))) {
      return Value.CreateTensorUByte(
          memory.info().asOrtMemoryInfo(),
          address,
          shape.count * shape.samples(plane),
          dimensions,
          4);
    }
  }

  private void bindStyle(int styles, long offset) {
    long bytes = (long) shape.count * styles * Float.BYTES;
    try (BytePointer address = Address.of(block.device(), offset);
        LongPointer dimensions = new LongPointer(shape.count, styles)) {
      binding.input(
          Contract.STYLE,
          Value.CreateTensor(
              memory.info().asOrtMemoryInfo(),
              address,
              bytes,
              dimensions,
              2,
              onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT));
    }
  }

  Shape shape() {
    return shape;
  }

  /**
   * Copies the borrowed frame in as the i-th picture, its last column and row repeated into the
   * padding, and says how to mix the styles in it.
   */
  void put(int i, Frame frame, StyleMix mix) {
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    pad(frame.y(), frame.width(), frame.height(), source[i][0], shape.width, shape.height);
    pad(frame.u(), w, h, source[i][1], shape.width / 2, shape.height / 2);
    pad(frame.v(), w, h, source[i][2], shape.width / 2, shape.height / 2);
    if (style != null) {
      for (int k = 0; k < mix.styles(); k++) {
        style.put((long) i * mix.styles() + k, mix.weight(k));
      }
    }
  }

  /** Paints what was put; the pictures are there to be got when this returns. */
  void paint() {
    block.upload(0, inputs);
    binding.run();
    block.download(inputs, size - inputs);
    memory.synchronize();
  }

  /** Copies the i-th painted picture, without its padding, into the borrowed frame. */
  void get(int i, Frame frame) {
    int w = frame.chromaWidth();
    int h = frame.chromaHeight();
    crop(painted[i][0], shape.width, frame.y(), frame.width(), frame.height());
    crop(painted[i][1], shape.width / 2, frame.u(), w, h);
    crop(painted[i][2], shape.width / 2, frame.v(), w, h);
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
    block.close();
  }
}
