package dev.allaprima.pipeline.stylize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A place in memory that somebody else owns. A pointer that JavaCPP derives from another one frees
 * that one's memory when it is closed; these never do.
 */
final class Address extends Pointer {
  private Address(Pointer base, long offset) {
    this.address = base.address() + offset;
  }

  /** So many bytes behind the start of the given memory. */
  static BytePointer of(Pointer base, long offset) {
    return new BytePointer(new Address(base, offset));
  }

  /** The same for floats. */
  static FloatPointer floats(Pointer base, long offset) {
    return new FloatPointer(new Address(base, offset));
  }
}
