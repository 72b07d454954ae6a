package dev.allaprima.models;

import static dev.allaprima.models.Fault.Kind.INVALID;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * In which shares a network's styles are mixed: a row of its input {@code style}, no weight
 * negative, together 1. The weights mix the styles' scales and shifts (conditional instance
 * normalisation: Dumoulin et al., <i>A Learned Representation for Artistic Style</i>, 2017, section
 * 3.1). A value.
 */
public final class StyleMix {
  private final float[] weights;

  private StyleMix(float[] weights) {
    this.weights = weights;
  }

  /** Nothing but style {@code index} of a network that has {@code styles} of them. */
  public static StyleMix only(int index, int styles) {
    float[] weights = new float[styles];
    weights[index] = 1;
    return new StyleMix(weights);
  }

  /** The style alone. */
  public static StyleMix only(Style style) {
    return only(style.card().index(), style.network().card().styles());
  }

  /**
   * A mix by these weights, in the order of the network's styles, brought to a sum of 1.
   *
   * @throws Fault if there are none, one is negative or no number, or all are 0
   */
  public static StyleMix of(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      // Written so that what is no number fails, too.
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw Fault.of(INVALID, "mix has the weight " + weight, "Give numbers from 0 up");
      }
      sum += weight;
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw Fault.of(
          INVALID,
          "mix " + Arrays.toString(weights) + " weighs " + sum,
          "Give at least one weight above 0");
    }
    float[] shares = new float[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (weights[i] / sum);
    }
    return new StyleMix(shares);
  }

  /**
   * A mix of styles of one network by their weights, brought to a sum of 1.
   *
   * @throws Fault if they are of several networks, or as {@link #of(double...)} does
   */
  public static StyleMix of(Map<Style, Double> weights) {
    if (weights.isEmpty()) {
      return of();
    }
    Network network = weights.keySet().iterator().next().network();
    double[] all = new double[network.card().styles()];
    for (Map.Entry<Style, Double> entry : weights.entrySet()) {
      Style style = entry.getKey();
      if (!style.network().equals(network)) {
        throw Fault.of(
            INVALID,
            "mix of "
                + weights.keySet().stream().map(Style::name).collect(Collectors.joining(", "))
                + ": they are not all of one network",
            "Mix styles of one network; the command styles shows which share one");
      }
      all[style.card().index()] += entry.getValue();
    }
    return of(all);
  }

  /** How many styles the network has for which this mix is. */
  public int styles() {
    return weights.length;
  }

  /** The share of one style. */
  public float weight(int index) {
    return weights[index];
  }

  /** All shares, in the order of the network's styles; the caller's own copy. */
  public float[] weights() {
    return weights.clone();
  }

  /**
   * What lies on the straight way to another mix of the same network.
   *
   * @param share 0 for this mix, 1 for the other
   */
  public StyleMix toward(StyleMix other, double share) {
    if (other.weights.length != weights.length || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("from " + this + " to " + other + " by " + share);
    }
    float[] between = new float[weights.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) ((1 - share) * weights[i] + share * other.weights[i]);
    }
    return new StyleMix(between);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StyleMix mix && Arrays.equals(weights, mix.weights);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}
