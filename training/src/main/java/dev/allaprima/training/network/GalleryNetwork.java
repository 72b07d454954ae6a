package dev.allaprima.training.network;

import dev.allaprima.training.network.Ops.Padding;

/**
 * One network for many styles: the image transformation network of Johnson et al. 2016 (residual
 * blocks between a stem that shrinks and a head that enlarges, scaled tanh at the end) with
 * conditional instance normalisation (Dumoulin et al. 2017: the styles share every kernel and
 * differ in the normalisations' scales and shifts), slimmed for live use on a CPU:
 *
 * <ul>
 *   <li>it speaks I420: the stem reads the planes folded by space-to-depth (4×4 luma, 2×2 chroma),
 *       the head writes four luma pixels and one of each chroma a place. No full-resolution layer,
 *       no colour conversion, half the numbers;
 *   <li>the folded picture is continued by {@value #MARGIN} pixels on every side, and the painting
 *       cropped back: what zero padding does to a border happens outside the frame;
 *   <li>it sees the canvas' {@link Grain} beside the picture;
 *   <li>nearest-neighbour upsampling and a convolution instead of a fractional stride, which leaves
 *       a checkerboard (Odena et al. 2016).
 * </ul>
 */
public record GalleryNetwork(GalleryConfig config, Weights weights) implements StyleNetwork {
  /** Pixels that a picture is continued by at each side. */
  static final int MARGIN = 16;

  private static final float INPUT_MEAN = 128;
  private static final float INPUT_SCALE = 64;

  /** The head's tanh spans limited range: Y from 16 to 235, U and V from 16 to 240. */
  static final float[] OUTPUT_MIDDLE = {125.5f, 125.5f, 125.5f, 125.5f, 128, 128};

  private static final float[] OUTPUT_REACH = {109.5f, 109.5f, 109.5f, 109.5f, 112, 112};

  @Override
  public <T> T forward(Ops<T> ops) {
    int fold = GalleryConfig.FOLD;
    T x = ops.planes(fold, MARGIN);
    // Not folded into the stem's weights: its zero padding must stay at the middle of the range.
    float[] scale = {1 / INPUT_SCALE};
    x = ops.grain(ops.affine(x, scale, new float[] {-INPUT_MEAN / INPUT_SCALE}));
    x = ops.relu(normalised(ops, "stem", x));
    for (int b = 0; b < config.blocks(); b++) {
      T inner = ops.relu(normalised(ops, "block" + b + ".first", x));
      x = ops.add(x, normalised(ops, "block" + b + ".second", inner));
    }
    x = ops.relu(normalised(ops, "up", ops.upsample(x)));
    x = ops.convolution(x, "head", 1, Padding.ZERO);
    x = ops.inside(x, MARGIN * 2 / fold, fold / 2);
    return ops.paintedPlanes(ops.affine(ops.tanh(x), OUTPUT_REACH, OUTPUT_MIDDLE), fold / 2);
  }

  private static <T> T normalised(Ops<T> ops, String name, T x) {
    return ops.instanceNorm(ops.convolution(x, name, 1, Padding.ZERO), name);
  }
}
