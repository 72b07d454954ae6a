package dev.allaprima.training.network;

/** What decides a network but its weights. */
public sealed interface NetworkConfig permits GalleryConfig, JohnsonConfig {
  /** What a card calls such networks. */
  String kind();

  /** What height and width of a picture must be multiples of. */
  int sizeMultiple();

  /**
   * What a training's context (see {@link Window}) is at least where there is any. More must be
   * multiples of {@link #sizeMultiple}.
   */
  int leastContext();

  /** Pixels around a place that can still decide its paint. */
  int sight();

  /** Which weights it has. */
  Layout layout();

  /** The network with the given weights. */
  StyleNetwork with(Weights weights);

  /** A network with fresh random weights, decided by the seed alone. */
  default StyleNetwork fresh(int styles, long seed) {
    return with(layout().fresh(styles, seed));
  }
}
