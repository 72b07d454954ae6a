package dev.allaprima.training.app;

import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.StyleNetwork;
import dev.allaprima.training.network.Window;
import dev.allaprima.training.tape.Tape;

/** Paints pictures with a network in training. */
final class Brush {
  private Brush() {}

  /** The photo in a style of the network; its sides multiples of the network's. */
  static Picture paint(StyleNetwork network, int style, Picture photo) {
    try (Tape tape = new Tape()) {
      return Picture.of(
          network
              .paint(
                  tape,
                  network.weights().constants(tape),
                  tape.adopt(photo.toArray()),
                  tape.adopt(network.inStyle(style, 1)),
                  Window.WHOLE)
              .value(),
          0);
    }
  }
}
