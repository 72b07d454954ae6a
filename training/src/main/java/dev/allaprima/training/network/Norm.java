package dev.allaprima.training.network;

/** What follows a convolution; each ends with a scale and a shift of the style's own. */
public enum Norm {
  /** Batch normalisation: the batch's statistics in training, remembered ones after it. */
  BATCH,
  /** Instance normalisation (Ulyanov et al. 2016). */
  INSTANCE,
  /**
   * The scale and the shift alone. Nothing is measured in a frame, so that nothing changes from
   * frame to frame, and both can be folded into the convolution.
   */
  STATIC
}
