package dev.allaprima.pipeline.testing;

import static dev.allaprima.pipeline.testing.TestModels.FLOAT;
import static dev.allaprima.pipeline.testing.TestModels.UINT8;
import static dev.allaprima.pipeline.testing.TestModels.bytes;
import static dev.allaprima.pipeline.testing.TestModels.join;
import static dev.allaprima.pipeline.testing.TestModels.number;
import static dev.allaprima.pipeline.testing.TestModels.string;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;

/** Tiny ONNX networks that compute in floating point, as real ones do, some of several styles. */
public final class FloatModels {
  private static final int INT64 = 7;
  private static final String[] PLANES = {"y", "u", "v"};

  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  private FloatModels() {
    graph.writeBytes(string(2, "test"));
  }

  /**
   * A network of several styles, of which style s makes of a sample x the sample {@code scale[s] x
   * + shift[s]}; a mix mixes scales and shifts.
   */
  public static byte[] styles(float[] scale, float[] shift) {
    return styles("n", scale, shift);
  }

  /** The same, in one mixture for all pictures of a batch. */
  public static byte[] stylesOfOne(float[] scale, float[] shift) {
    return styles(1, scale, shift);
  }

  private static byte[] styles(Object pictures, float[] scale, float[] shift) {
    FloatModels model = new FloatModels();
    Object[] shape = {pictures, scale.length};
    model.graph.writeBytes(bytes(11, value("style", FLOAT, shape)));
    model.constant("scales", new long[] {scale.length, 1}, scale);
    model.constant("shifts", new long[] {scale.length, 1}, shift);
    model.constant("shape", -1, 1, 1, 1);
    model.node("MatMul", "scale_row", new byte[0], "style", "scales");
    model.node("MatMul", "shift_row", new byte[0], "style", "shifts");
    model.node("Reshape", "scale", new byte[0], "scale_row", "shape");
    model.node("Reshape", "shift", new byte[0], "shift_row", "shape");
    return model.onnx(
        (in, out) -> {
          model.node("Mul", in + "_scaled", new byte[0], in, "scale");
          model.node("Add", out, new byte[0], in + "_scaled", "shift");
        });
  }

  /** What {@link #styles} makes of a sample with these numbers. */
  public static int mapped(int sample, float scale, float shift) {
    return (int) Math.min(255, Math.max(0, sample * scale + shift));
  }

  /** Needs pictures whose sides are multiples of 8 for luma, and makes them darker. */
  public static byte[] blocksOf8() {
    FloatModels model = new FloatModels();
    model.constant("half", new long[] {1}, new float[] {0.5f});
    byte[] size = bytes(5, join(string(1, "blocksize"), number(3, 8), number(20, 2)));
    return model.onnx(
        (in, out) -> {
          String from = in;
          if (in.startsWith("y")) {
            model.node("SpaceToDepth", "deep", size, in);
            model.node("DepthToSpace", "flat", size, "deep");
            from = "flat";
          }
          model.node("Mul", out, new byte[0], from, "half");
        });
  }

  /** Overflows where luma is above 240 anywhere, and then paints everything black. */
  public static byte[] overflowing() {
    FloatModels model = new FloatModels();
    model.constant("limit", new long[] {1}, new float[] {240});
    model.constant("zero", new long[] {1}, new float[] {0});
    model.constant("huge", new long[] {1}, new float[] {3e38f});
    model.constant("half", new long[] {1}, new float[] {0.5f});
    return model.onnx(
        (in, out) -> {
          if (in.startsWith("y")) {
            // Where luma is well above the limit this is infinity; its product with 0 is NaN, and a
            // sum
            // over the picture spreads that, as normalisation over the picture does.
            model.node("Sub", "over", new byte[0], in, "limit");
            model.node("Relu", "positive", new byte[0], "over");
            model.node("Mul", "infinite", new byte[0], "positive", "huge");
            model.node("Mul", "bad", new byte[0], "infinite", "zero");
            model.node("GlobalAveragePool", "spread", new byte[0], "bad");
          }
          model.node("Mul", in + "_half", new byte[0], in, "half");
          model.node("Add", out, new byte[0], in + "_half", "spread");
        });
  }

  /** Casts each plane to float, lets {@code body} paint it, clamps it and casts it back. */
  private byte[] onnx(BiConsumer<String, String> body) {
    constant("black", new long[] {}, new float[] {0});
    constant("white", new long[] {}, new float[] {255});
    for (int i = 0; i < 3; i++) {
      String name = PLANES[i];
      String half = i == 0 ? "" : "half_";
      Object[] shape = {"n", 1, half + "height", half + "width"};
      graph.writeBytes(bytes(11, value(name, UINT8, shape)));
      graph.writeBytes(bytes(12, value("painted_" + name, UINT8, shape)));
      node("Cast", name + "_float", to(FLOAT), name);
      body.accept(name + "_float", name + "_made");
      node("Clip", name + "_clipped", new byte[0], name + "_made", "black", "white");
      node("Cast", "painted_" + name, to(UINT8), name + "_clipped");
    }
    return join(number(1, 8), bytes(8, number(2, 18)), bytes(7, graph.toByteArray()));
  }

  private static byte[] to(int type) {
    return bytes(5, join(string(1, "to"), number(3, type), number(20, 2)));
  }

  private void node(String operator, String output, byte[] attributes, String... inputs) {
    byte[] node = new byte[0];
    for (String input : inputs) {
      node = join(node, string(1, input));
    }
    graph.writeBytes(bytes(1, join(node, string(2, output), string(4, operator), attributes)));
  }

  private void constant(String name, long[] shape, float[] values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    constant(name, FLOAT, shape, raw.array());
  }

  private void constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    constant(name, INT64, new long[] {values.length}, raw.array());
  }

  private void constant(String name, int type, long[] shape, byte[] raw) {
    byte[] tensor = new byte[0];
    for (long size : shape) {
      tensor = join(tensor, number(1, size));
    }
    graph.writeBytes(bytes(5, join(tensor, number(2, type), string(8, name), bytes(9, raw))));
  }

  private static byte[] value(String name, int type, Object[] shape) {
    byte[] sizes = new byte[0];
    for (Object size : shape) {
      byte[] one = size instanceof Integer fixed ? number(1, fixed) : string(2, (String) size);
      sizes = join(sizes, bytes(1, one));
    }
    return join(string(1, name), bytes(2, bytes(1, join(number(1, type), bytes(2, sizes)))));
  }
}
