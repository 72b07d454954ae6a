package dev.allaprima.training.loss;

/**
 * How the terms of a loss are scaled. F and P are features [H,W,C] of the painted picture and of
 * the photo; G and A Gram matrices, divided by H·W·C, of the painted picture and of the painting.
 */
public enum Normalisation {
  /**
   * By the size of what is to be reached: ‖F − P‖² / ‖P‖² and ‖G − A‖² / ‖A‖². Gram matrices of
   * different layers and paintings differ by orders of magnitude; so one set of weights serves them
   * all.
   */
  SCALE_FREE,
  /**
   * By the number of features: ‖F − P‖² / (C·H·W) and ‖G − A‖² (Johnson et al. 2016, section 3).
   */
  JOHNSON,
  /**
   * By constants alone: ½ ‖F − P‖² and ¼ ‖G − A‖², where the paper writes 1/(4N²M²) for Gram
   * matrices that are not divided by N·M, N features at M places (Gatys et al. 2015).
   */
  GATYS
}
