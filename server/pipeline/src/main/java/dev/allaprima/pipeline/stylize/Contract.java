package dev.allaprima.pipeline.stylize;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.onnxruntime.ConstTensorTypeAndShapeInfo;
import org.bytedeco.onnxruntime.LongVector;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.TypeInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** The frame contract of {@code dev.allaprima.models}, as far as a network declares it. */
final class Contract {
  static final List<String> INPUTS = List.of("y", "u", "v");
  static final List<String> OUTPUTS = List.of("painted_y", "painted_u", "painted_v");

  private Contract() {}

  /** In what the network breaks the contract, or null if it keeps it. */
  static String breach(Session session) {
    try (StringVector inputs = session.GetInputNames();
        StringVector outputs = session.GetOutputNames()) {
      String breach = breach("inputs", strings(inputs), INPUTS);
      if (breach == null) {
        breach = breach("outputs", strings(outputs), OUTPUTS);
      }
      for (int i = 0; breach == null && i < INPUTS.size(); i++) {
        try (TypeInfo input = session.GetInputTypeInfo(i);
            TypeInfo output = session.GetOutputTypeInfo(i)) {
          breach = breach(strings(inputs).get(i), input);
          if (breach == null) {
            breach = breach(strings(outputs).get(i), output);
          }
        }
      }
      return breach;
    }
  }

  private static String breach(String what, List<String> found, List<String> wanted) {
    boolean same = found.size() == wanted.size() && found.containsAll(wanted);
    return same ? null : "has the " + what + " " + found + " but must have " + wanted;
  }

  private static String breach(String name, TypeInfo type) {
    if (type.GetONNXType() != onnxruntime.ONNX_TYPE_TENSOR) {
      return "has " + name + " that is no tensor";
    }
    try (ConstTensorTypeAndShapeInfo tensor = type.GetTensorTypeAndShapeInfo();
        LongVector shape = tensor.GetShape()) {
      if (tensor.GetElementType() != onnxruntime.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8) {
        return "has " + name + " of element type " + tensor.GetElementType() + ", not uint8";
      }
      // -1 is a size that the caller chooses.
      boolean fits = shape.size() == 4;
      fits = fits && (shape.get(0) == -1 || shape.get(0) == 1);
      fits = fits && (shape.get(1) == -1 || shape.get(1) == 1);
      fits = fits && shape.get(2) == -1 && shape.get(3) == -1;
      return fits ? null : "has " + name + " of shape " + shape + ", not [N,1,any,any]";
    }
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
