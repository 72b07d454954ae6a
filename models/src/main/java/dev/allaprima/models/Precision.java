package dev.allaprima.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** In which numbers a variant of a network computes; its inputs and outputs are the same in all. */
public enum Precision {
  /** 32-bit floating point: the one that every network has. */
  @JsonProperty("fp32")
  FP32("model.onnx"),
  /** 16-bit floating point, for devices with arithmetic of their own for it. */
  @JsonProperty("fp16")
  FP16("model-fp16.onnx"),
  /** 8-bit integers, quantised statically: for processors with VNNI and the like. */
  @JsonProperty("int8")
  INT8("model-int8.onnx");

  private final String file;

  Precision(String file) {
    this.file = file;
  }

  /** The name of the variant's file in a network's folder. */
  public String file() {
    return file;
  }

  /** As cards and command lines write it: {@code fp32}, {@code fp16}, {@code int8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
