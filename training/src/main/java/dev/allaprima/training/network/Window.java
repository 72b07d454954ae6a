package dev.allaprima.training.network;

/**
 * Which part of the given pictures is wanted, and where on the canvas it lies.
 *
 * @param context pixels at each side that the network sees but that are cut away from its painting.
 *     With all that it can see around it, a network in training does not know where a picture ends.
 *     0: the pictures are whole, and the network continues them by itself as it does live
 * @param top place of the {@link Grain} that the first row of the picture lies on, its context
 *     apart but continued by the network's own margin; the same whatever the context
 * @param left likewise for the first column
 */
public record Window(int context, int top, int left) {
  /** Whole pictures, as live. */
  public static final Window WHOLE = new Window(0, 0, 0);
}
