package dev.allaprima.training.network;

import static dev.allaprima.models.Fault.Kind.INVALID;

import dev.allaprima.models.Fault;

/**
 * The size of a {@link GalleryNetwork}.
 *
 * @param width channels of the residual blocks; even. 32: about 4 GFLOP for 640×360 with 5 blocks,
 *     live on two cores
 * @param blocks how many residual blocks; 5 as in Johnson et al. 2016
 */
public record GalleryConfig(int width, int blocks) implements NetworkConfig {
  /** Throws a {@link Fault} for a size that no network has. */
  public GalleryConfig {
    if (width < 2 || width % 2 != 0) {
      throw Fault.of(INVALID, "network.width is " + width, "Give an even number from 2");
    }
    if (blocks < 0) {
      throw Fault.of(INVALID, "network.blocks is " + blocks, "Give 0 or more");
    }
  }

  /** Side in pixels of a place: the stem sees as much at once. */
  static final int FOLD = 4;

  @Override
  public String kind() {
    return "gallery";
  }

  @Override
  public int sizeMultiple() {
    return FOLD;
  }

  @Override
  public int sight() {
    return FOLD * (1 + 2 * blocks) + FOLD;
  }

  @Override
  public Layout layout() {
    Layout layout = new Layout();
    normalised(layout, "stem", 3 * FOLD * FOLD / 2 + Grain.CHANNELS, width);
    for (int b = 0; b < blocks; b++) {
      normalised(layout, "block" + b + ".first", width, width);
      normalised(layout, "block" + b + ".second", width, width);
    }
    normalised(layout, "up", width, width / 2);
    int out = GalleryNetwork.OUTPUT_MIDDLE.length;
    return layout.shared("head.kernel", 3, 3, width / 2, out).shared("head.bias", out);
  }

  private static void normalised(Layout layout, String name, long in, long out) {
    layout.shared(name + ".kernel", 3, 3, in, out);
    layout.table(name + ".scale", out).table(name + ".shift", out);
  }

  @Override
  public StyleNetwork with(Weights weights) {
    return new GalleryNetwork(this, weights);
  }
}
