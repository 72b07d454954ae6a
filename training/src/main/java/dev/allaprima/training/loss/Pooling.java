package dev.allaprima.training.loss;

/** What lies between a loss network's stages: 2×2 with stride 2, the last odd row is left out. */
public enum Pooling {
  /** As the network was trained. */
  MAX,
  /** "Slightly more appealing results" for synthesis (Gatys et al. 2015, methods). */
  AVERAGE
}
