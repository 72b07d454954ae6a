package dev.allaprima.training.tape;

/** What a convolution sees beyond the border of its input. */
public enum Padding {
  /** Zeros, half the kernel at each side: the output has the input's size, by the stride. */
  ZERO,
  /** What lies at the border, again; of the same size. Nothing tells a border from a picture. */
  REPEATED,
  /** Nothing: the output is smaller by the kernel's side less one. */
  NONE
}
