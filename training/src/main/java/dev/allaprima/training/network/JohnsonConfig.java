package dev.allaprima.training.network;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * The size and kind of a {@link JohnsonNetwork}; {@link #paper} is as published.
 *
 * @param width channels of the first layer; the residual blocks have four times as many
 * @param blocks how many residual blocks
 * @param norm {@link Norm#BATCH} as in the paper, or {@link Norm#INSTANCE}, which stylises better
 *     (Ulyanov et al. 2016)
 * @param enlarging how the picture gets its size back
 * @param border what the convolutions see beyond the picture
 */
public record JohnsonConfig(int width, int blocks, Norm norm, Enlarging enlarging, Border border)
    implements NetworkConfig {
  /** How the picture gets its size back. */
  public enum Enlarging {
    /** Convolutions of stride ½, as in the paper. */
    FRACTIONAL,
    /** Every place twice, then a convolution: leaves no checkerboard (Odena et al. 2016). */
    NEAREST
  }

  /** What the convolutions see beyond the picture. */
  public enum Border {
    /**
     * The picture mirrored, by what the residual blocks, without padding, take away again: 40
     * pixels for 5 blocks (the paper's supplement). A picture must be larger than that.
     */
    REFLECTED,
    /**
     * As {@link #REFLECTED}, by some pixels more, which are painted and cut away; and where
     * convolutions are padded still, they see the border repeated instead of zeros. Of those a
     * frame is painted.
     */
    CONTINUED,
    /** Zeros everywhere: the borders are painted somewhat differently. */
    ZERO
  }

  /** As published: 32 channels, 5 blocks, batch normalisation, fractional strides, mirrored. */
  public static JohnsonConfig paper() {
    return new JohnsonConfig(32, 5, Norm.BATCH, Enlarging.FRACTIONAL, Border.REFLECTED);
  }

  /** Throws a {@link Fault} for what no such network can be. */
  public JohnsonConfig {
    Sizes.require("network.width", width, 1);
    Sizes.require("network.blocks", blocks, 0);
    if (norm == Norm.STATIC) {
      throw Fault.of(
          INVALID, "network.norm is STATIC", "The paper's network wants BATCH or INSTANCE");
    }
  }

  @Override
  public String kind() {
    return "johnson";
  }

  @Override
  public int sizeMultiple() {
    return 4;
  }

  @Override
  public int sight() {
    // The 9×9 kernels reach 4 pixels at each end, the strided ones 1 and 2, a block 8.
    return 2 * (4 + 1 + 2) + 2 + 8 * blocks;
  }

  @Override
  public int leastContext() {
    return margin() - spare();
  }

  /** Pixels that a picture is mirrored by. */
  int margin() {
    // The residual blocks eat 8 each.
    return border == Border.ZERO ? 0 : 8 * blocks + spare();
  }

  /** Pixels at each side that are painted and cut away. */
  int spare() {
    return border == Border.CONTINUED ? 8 : 0;
  }

  @Override
  public Layout layout() {
    Layout layout = new Layout();
    normalised(layout, "stem", 9, 3, width, 1);
    normalised(layout, "down0", 3, width, 2 * width, 1);
    normalised(layout, "down1", 3, 2 * width, 4 * width, 1);
    for (int b = 0; b < blocks; b++) {
      normalised(layout, "block" + b + ".first", 3, 4 * width, 4 * width, 1);
      normalised(layout, "block" + b + ".second", 3, 4 * width, 4 * width, 1);
    }
    // Three quarters of what a fractional stride sees are zeros.
    double gain = enlarging == Enlarging.FRACTIONAL ? 2 : 1;
    normalised(layout, "up0", 3, 4 * width, 2 * width, gain);
    normalised(layout, "up1", 3, 2 * width, width, gain);
    return layout
        .shared("head.kernel", Init.he(0.1), 9, 9, width, 3)
        .shared("head.bias", Init.constant(0), 3);
  }

  private void normalised(Layout layout, String name, int side, long in, long out, double gain) {
    layout.shared(name + ".kernel", Init.he(gain), side, side, in, out);
    layout.table(name + ".scale", Init.constant(1), out);
    layout.table(name + ".shift", Init.constant(0), out);
    if (norm == Norm.BATCH) {
      layout.shared(name + ".mean", Init.constant(0), out);
      layout.shared(name + ".variance", Init.constant(1), out);
    }
  }

  @Override
  public JohnsonNetwork with(Weights weights) {
    return new JohnsonNetwork(this, weights);
  }
}
