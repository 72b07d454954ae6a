package dev.allaprima.training.network;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/** Checks of what a user may write into a configuration. */
final class Sizes {
  private Sizes() {}

  static void require(String name, int value, int least) {
    if (value < least) {
      throw Fault.of(INVALID, name + " is " + value, "Give " + least + " or more");
    }
  }
}
