package dev.allaprima.pipeline.testing;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Tiny ONNX networks, written field by field of onnx.proto, and catalogues that hold them. */
public final class TestModels {
  public static final int UINT8 = 2;
  public static final int FLOAT = 1;

  private TestModels() {}

  /** Every sample b becomes 255 - b. */
  public static byte[] negative() {
    return model("BitwiseNot", new byte[0], UINT8, "", "painted_v");
  }

  /** Every sample becomes the largest of its 3x3 neighbourhood, in every plane by itself. */
  public static byte[] dilate() {
    byte[] attributes =
        join(
            bytes(5, join(string(1, "kernel_shape"), ints(3, 3), number(20, 7))),
            bytes(5, join(string(1, "pads"), ints(1, 1, 1, 1), number(20, 7))));
    return model("MaxPool", attributes, UINT8, "", "painted_v");
  }

  /** Takes and gives floats, which the frame contract forbids. */
  public static byte[] floats() {
    return model("Identity", new byte[0], FLOAT, "", "painted_v");
  }

  /** Its third output bears another name. */
  public static byte[] misnamed() {
    return model("Identity", new byte[0], UINT8, "", "other");
  }

  /** Keeps the contract in its declaration and breaks it when it runs: planes lose a column. */
  public static byte[] shrinking() {
    byte[] attributes = bytes(5, join(string(1, "kernel_shape"), ints(1, 2), number(20, 7)));
    return model("MaxPool", attributes, UINT8, "small_", "painted_v");
  }

  /** Publishes the model as a style of that name, whose sizes are multiples of 4. */
  public static Style publish(Path catalogue, String name, byte[] model) {
    StyleCard card =
        new StyleCard(
            StyleCard.FORMAT, name, "Test " + name, "", "", "", "CC0-1.0", null, 0, null, null);
    NetworkFiles network =
        NetworkFiles.of("test", 4, 1, Map.of(Precision.FP32, model), Map.of(), Map.of());
    return Catalogue.publish(catalogue, card, network, new byte[] {1}, true);
  }

  private static byte[] model(
      String operator, byte[] attributes, int type, String outputSize, String lastOutput) {
    String[] inputs = {"y", "u", "v"};
    String[] outputs = {"painted_y", "painted_u", lastOutput};
    byte[] graph = string(2, "test");
    for (int i = 0; i < 3; i++) {
      byte[] node =
          join(string(1, inputs[i]), string(2, outputs[i]), string(4, operator), attributes);
      String half = i == 0 ? "" : "half_";
      graph =
          join(
              graph,
              bytes(1, node),
              bytes(11, value(inputs[i], type, half)),
              bytes(12, value(outputs[i], type, outputSize + half)));
    }
    byte[] opset = number(2, 18);
    return join(number(1, 8), bytes(8, opset), bytes(7, graph));
  }

  private static byte[] value(String name, int type, String prefix) {
    byte[] shape =
        join(
            bytes(1, string(2, "n")),
            bytes(1, number(1, 1)),
            bytes(1, string(2, prefix + "height")),
            bytes(1, string(2, prefix + "width")));
    return join(string(1, name), bytes(2, bytes(1, join(number(1, type), bytes(2, shape)))));
  }

  private static byte[] ints(int... values) {
    byte[] all = new byte[0];
    for (int value : values) {
      all = join(all, number(8, value));
    }
    return all;
  }

  private static byte[] number(int field, long value) {
    return join(varint((long) field << 3), varint(value));
  }

  private static byte[] string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int field, byte[] value) {
    return join(varint((long) field << 3 | 2), varint(value.length), value);
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    for (; rest > 127; rest >>>= 7) {
      out.write((int) (rest & 127 | 128));
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
