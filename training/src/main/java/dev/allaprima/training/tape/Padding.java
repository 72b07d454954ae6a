package dev.allaprima.training.tape;

/** What a convolution sees beyond the border of its input. */
public enum Padding {
  /** Zeros, half the kernel at each side: the output has the input's size, by the stride. */
  ZERO,
  /** Nothing: the output is smaller by the kernel's side less one. */
  NONE
}
