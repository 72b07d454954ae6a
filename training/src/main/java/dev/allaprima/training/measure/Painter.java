package dev.allaprima.training.measure;

import dev.allaprima.training.data.Picture;

/** Paints photos in one style: a published model, a network in training, an optimisation. */
@FunctionalInterface
public interface Painter {
  /** The photo painted, of the same size; its sides are multiples of what was agreed. */
  Picture paint(Picture photo);
}
