package dev.allaprima.training.network;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * The size of a {@link GalleryNetwork}; {@link #live} for two cores.
 *
 * @param stem channels at a quarter of the picture's size, where detail passes by the blocks
 * @param width channels of the residual blocks, at an eighth
 * @param blocks how many residual blocks
 * @param norm {@link Norm#INSTANCE}; {@link Norm#STATIC} measures nothing in a frame and paints a
 *     fifth faster in 8 bits, but puts the same blots over every picture
 */
public record GalleryConfig(int stem, int width, int blocks, Norm norm) implements NetworkConfig {
  /** Side in pixels of a place of the stem. */
  static final int FOLD = 4;

  /** Side in pixels of a place of the head. */
  static final int UNFOLD = 2;

  /** Luma that the head writes at a place: its first channels. */
  static final int LUMA = UNFOLD * UNFOLD;

  /** Throws a {@link Fault} for what no gallery can be. */
  public GalleryConfig {
    Sizes.require("network.stem", stem, 1);
    Sizes.require("network.width", width, 1);
    Sizes.require("network.blocks", blocks, 0);
    if (norm == Norm.BATCH) {
      throw Fault.of(
          INVALID, "network.norm is BATCH", "A gallery's styles differ: give INSTANCE or STATIC");
    }
  }

  /** With half the width for the stem, to learn. */
  public GalleryConfig(int width, int blocks) {
    this(width / 2, width, blocks, Norm.INSTANCE);
  }

  /**
   * What paints 640×360 in 8 bits in some 35 ms on two cores of a Xeon with VNNI. Half of the
   * arithmetic is at an eighth of the size, where a multiplication buys the most: twice the sight
   * and three times the weights of 32 channels at a quarter, in the same time. Whole convolutions,
   * not depthwise ones, which int8 does not speed up.
   */
  public static GalleryConfig live() {
    return new GalleryConfig(48, 64, 4, Norm.INSTANCE);
  }

  /** The same with another normalisation. */
  public GalleryConfig with(Norm other) {
    return new GalleryConfig(stem, width, blocks, other);
  }

  @Override
  public String kind() {
    return "gallery";
  }

  @Override
  public int sizeMultiple() {
    return 2 * FOLD;
  }

  @Override
  public int leastContext() {
    return 0;
  }

  @Override
  public int sight() {
    // Stem, down, hidden and fine reach a place of 4 pixels further; up one of 8, each block two;
    // the head one of 2.
    return 4 * FOLD + 2 * FOLD * (1 + 2 * blocks) + UNFOLD;
  }

  @Override
  public Layout layout() {
    Layout layout = new Layout();
    int in = FOLD * FOLD * 3 / 2;
    convolution(layout, "stem", 3, in + Grain.CHANNELS, stem, Init.he(1), 1);
    convolution(layout, "down", 3, stem, width, Init.he(1), 1);
    // Without normalisation, a sum of many blocks would grow: let each begin small.
    double second = norm == Norm.STATIC ? 0.1 : 1;
    for (int b = 0; b < blocks; b++) {
      convolution(layout, "block" + b + ".first", 3, width, width, Init.he(1), 1);
      convolution(layout, "block" + b + ".second", 3, width, width, Init.he(1), second);
    }
    convolution(layout, "up", 3, width, stem, Init.he(1), 1);
    convolution(layout, "hidden", 3, stem, stem, Init.he(1), 1);
    convolution(layout, "fine", 3, stem, fine(), Init.he(1), 1);
    int out = LUMA * 3 / 2;
    Init head = Init.subPixels(0.1, c -> c < LUMA ? 0 : c);
    return layout
        .shared("head.kernel", head, 3, 3, fine(), out)
        .shared("head.bias", Init.constant(0), out);
  }

  /** Channels at half of the picture's size, where there are four times as many places. */
  private int fine() {
    return Math.max(1, stem / 2);
  }

  private static void convolution(
      Layout layout, String name, int side, long in, long out, Init kernel, double scale) {
    layout.shared(name + ".kernel", kernel, side, side, in, out);
    layout.table(name + ".scale", Init.constant(scale), out);
    layout.table(name + ".shift", Init.constant(0), out);
  }

  @Override
  public GalleryNetwork with(Weights weights) {
    return new GalleryNetwork(this, weights);
  }
}
