package dev.allaprima.pipeline.testing;

import dev.allaprima.models.Catalogue;
import dev.allaprima.models.NetworkFiles;
import dev.allaprima.models.Precision;
import dev.allaprima.models.Style;
import dev.allaprima.models.StyleCard;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Tiny ONNX networks, written field by field of onnx.proto, and catalogues that hold them. */
public final class TestModels {
  public static final int UINT8 = 2;
  public static final int FLOAT = 1;

  private TestModels() {}

  /** Every sample b becomes 255 - b. */
  public static byte[] negative() {
    return model("BitwiseNot", new byte[0], UINT8, "", "painted_v");
  }

  /** The same for one picture at a time. */
  public static byte[] negativeOfOne() {
    return model("BitwiseNot", new byte[0], UINT8, "", "painted_v", number(1, 1));
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

  /** Gives every picture back as it came. */
  public static byte[] unchanged() {
    return model("Identity", new byte[0], UINT8, "", "painted_v");
  }

  /** Publishes the model as a style of that name, whose sizes are multiples of 4. */
  public static Style publish(Path catalogue, String name, byte[] model) {
    return publish(catalogue, name, 1, Map.of(Precision.FP32, model));
  }

  /** The same in several precisions; the card says that the network holds so many styles. */
  public static Style publish(
      Path catalogue, String name, int styles, Map<Precision, byte[]> models) {
    NetworkFiles network = NetworkFiles.of("test", 4, styles, models, Map.of(), Map.of());
    return Catalogue.publish(catalogue, card(name, null, 0), network, new byte[] {1}, true);
  }

  /** Publishes styles {@code NAME-0}, {@code NAME-1} and so on that share one network. */
  public static List<Style> publishAll(Path catalogue, String name, int styles, byte[] model) {
    NetworkFiles network =
        NetworkFiles.of("test", 4, styles, Map.of(Precision.FP32, model), Map.of(), Map.of());
    Catalogue.publishNetwork(catalogue, name, network);
    return IntStream.range(0, styles)
        .mapToObj(i -> card(name + "-" + i, name, i))
        .map(card -> Catalogue.publish(catalogue, card, new byte[] {1}, true))
        .toList();
  }

  private static StyleCard card(String name, String network, int index) {
    return new StyleCard(
        StyleCard.FORMAT,
        name,
        "Test " + name,
        "",
        "",
        "",
        "CC0-1.0",
        network,
        index,
        Map.of(),
        Map.of());
  }

  private static byte[] model(
      String operator, byte[] attributes, int type, String outputSize, String lastOutput) {
    return model(operator, attributes, type, outputSize, lastOutput, string(2, "n"));
  }

  private static byte[] model(
      String operator,
      byte[] attributes,
      int type,
      String outputSize,
      String lastOutput,
      byte[] count) {
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
              bytes(11, value(inputs[i], type, half, count)),
              bytes(12, value(outputs[i], type, outputSize + half, count)));
    }
    byte[] opset = number(2, 18);
    return join(number(1, 8), bytes(8, opset), bytes(7, graph));
  }

  private static byte[] value(String name, int type, String prefix, byte[] count) {
    byte[] shape =
        join(
            bytes(1, count),
            bytes(1, number(1, 1)),
            bytes(1, string(2, prefix + "height")),
            bytes(1, string(2, prefix + "width")));
    return join(string(1, name), bytes(2, bytes(1, join(number(1, type), bytes(2, shape)))));
  }

  static byte[] ints(int... values) {
    byte[] all = new byte[0];
    for (int value : values) {
      all = join(all, number(8, value));
    }
    return all;
  }

  static byte[] number(int field, long value) {
    return join(varint((long) field << 3), varint(value));
  }

  static byte[] string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(int field, byte[] value) {
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

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
