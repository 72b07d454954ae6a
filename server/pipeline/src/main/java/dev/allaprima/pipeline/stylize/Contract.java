package dev.allaprima.pipeline.stylize;

import dev.allaprima.models.Fault;
import dev.allaprima.models.NetworkCard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.ConstTensorTypeAndShapeInfo;
import org.bytedeco.onnxruntime.LongVector;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.TypeInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/**
 * The frame contract of {@code dev.allaprima.models}, as far as a network declares it, and what it
 * leaves open.
 *
 * @param styles how many styles the network mixes
 * @param styleInput the same; 0 for a network of one style that has no input for it
 * @param maxBatch the largest batch that it takes
 */
record Contract(int styles, int styleInput, int maxBatch) {
  static final List<String> INPUTS = List.of("y", "u", "v");
  static final List<String> OUTPUTS = List.of("painted_y", "painted_u", "painted_v");
  static final String STYLE = "style";

  /** A size that the caller chooses. */
  private static final long ANY = -1;

  /** A breach of the contract on its way to whoever names the file. */
  private static final class Breach extends Exception {
    private static final long serialVersionUID = 1L;

    Breach(String message) {
      super(message);
    }
  }

  /**
   * Reads what the network declares.
   *
   * @param broken makes a fault of what is wrong
   * @throws Fault if it breaks the contract, or its card says something else
   */
  static Contract read(
      Session session, NetworkCard card, BiFunction<String, Throwable, Fault> broken) {
    try (StringVector inputs = session.GetInputNames();
        StringVector outputs = session.GetOutputNames()) {
      List<String> names = strings(inputs);
      boolean hasStyle = names.contains(STYLE);
      List<String> planes = new ArrayList<>(names);
      planes.remove(STYLE);
      requireNames("inputs", names, planes, INPUTS);
      requireNames("outputs", strings(outputs), strings(outputs), OUTPUTS);
      int maxBatch = Integer.MAX_VALUE;
      for (int i = 0; i < names.size(); i++) {
        try (TypeInfo input = session.GetInputTypeInfo(i)) {
          boolean isStyle = names.get(i).equals(STYLE);
          long pictures =
              isStyle ? requireStyle(input, card.styles()) : requirePlane(names.get(i), input);
          if (pictures == 1) {
            maxBatch = 1;
          }
        }
      }
      for (int i = 0; i < OUTPUTS.size(); i++) {
        try (TypeInfo output = session.GetOutputTypeInfo(i)) {
          requirePlane(strings(outputs).get(i), output);
        }
      }
      if (!hasStyle && card.styles() != 1) {
        throw new Breach(
            "has no input \"style\" though its card says that it holds %d styles"
                .formatted(card.styles()));
      }
      return new Contract(card.styles(), hasStyle ? card.styles() : 0, maxBatch);
    } catch (Breach e) {
      throw broken.apply(e.getMessage(), null);
    }
  }

  private static void requireNames(
      String what, List<String> all, List<String> planes, List<String> wanted) throws Breach {
    if (planes.size() != wanted.size() || !planes.containsAll(wanted)) {
      throw new Breach("has the " + what + " " + all + " but must have " + wanted);
    }
  }

  /** Returns the size of the batch that it was made for, or -1 for any. */
  private static long requirePlane(String name, TypeInfo type) throws Breach {
    long[] shape = shape(name, type, onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, "uint8");
    boolean fits = shape.length == 4;
    fits = fits && (shape[0] == ANY || shape[0] == 1);
    fits = fits && (shape[1] == ANY || shape[1] == 1);
    fits = fits && shape[2] == ANY && shape[3] == ANY;
    if (!fits) {
      throw new Breach("has " + name + " of shape " + text(shape) + ", not [N,1,any,any]");
    }
    return shape[0];
  }

  /** Returns the size of the batch that it was made for, or -1 for any. */
  private static long requireStyle(TypeInfo type, int styles) throws Breach {
    long[] shape = shape(STYLE, type, onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, "float32");
    if (shape.length != 2 || (shape[1] != ANY && shape[1] != styles)) {
      throw new Breach(
          "has style of shape %s, but its card says that it holds %d"
              .formatted(text(shape), styles));
    }
    return shape[0];
  }

  private static long[] shape(String name, TypeInfo type, int element, String wanted)
      throws Breach {
    if (type.GetONNXType() != onnxruntime.ONNX_TYPE_TENSOR) {
      throw new Breach("has " + name + " that is no tensor");
    }
    try (ConstTensorTypeAndShapeInfo tensor = type.GetTensorTypeAndShapeInfo();
        LongVector sizes = tensor.GetShape()) {
      if (tensor.GetElementType() != element) {
        throw new Breach(
            "has %s of ONNX element type %d, not %s"
                .formatted(name, tensor.GetElementType(), wanted));
      }
      return sizes.get();
    }
  }

  private static String text(long[] shape) {
    List<String> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size == ANY ? "any" : Long.toString(size));
    }
    return "[" + String.join(",", sizes) + "]";
  }

  private static List<String> strings(StringVector vector) {
    List<String> strings = new ArrayList<>();
    for (long i = 0; i < vector.size(); i++) {
      try (BytePointer string = vector.get(i)) {
        strings.add(string.getString());
      }
    }
    return strings;
  }
}
