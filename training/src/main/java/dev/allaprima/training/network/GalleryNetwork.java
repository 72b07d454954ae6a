package dev.allaprima.training.network;

import dev.allaprima.training.tape.Padding;

/**
 * One network for many styles, for live use on a CPU: the image transformation network of Johnson
 * et al. 2016 (residual blocks between a stem that shrinks and a head that enlarges) whose styles
 * share every kernel and differ in scales and shifts (conditional instance normalisation, Dumoulin
 * et al. 2017), made slim:
 *
 * <ul>
 *   <li>it speaks I420: the stem reads the planes folded by space-to-depth (4×4 luma, 2×2 chroma),
 *       the head writes them so. No layer at full or half resolution, no colour conversion, half
 *       the numbers;
 *   <li>the residual blocks work at an eighth of the size; what the stem saw passes by them;
 *   <li>enlarging is sub-pixel convolution (Shi et al. 2016), its sub-pixels alike at first (Aitken
 *       et al. 2017); the convolution that follows smooths what is left of a lattice;
 *   <li>the head is linear: its numbers are the bytes;
 *   <li>the folded picture is continued by {@value #MARGIN} pixels on every side, and the painting
 *       cropped back: what zero padding does to a border happens outside the frame;
 *   <li>it sees the canvas' {@link Grain} beside the picture.
 * </ul>
 */
public record GalleryNetwork(GalleryConfig config, Weights weights) implements StyleNetwork {
  /** Pixels that a picture is continued by at each side. */
  static final int MARGIN = 16;

  /** Bytes become (x − 128)/64, and the head's numbers bytes the other way round. */
  private static final float MIDDLE = 128;

  private static final float REACH = 64;

  /** Whether it learns by a normalisation that {@link Freezing} can take away. */
  public boolean canFreeze() {
    return config.norm() == Norm.INSTANCE;
  }

  @Override
  public <T> T forward(Ops<T> ops) {
    int fold = GalleryConfig.FOLD;
    T x = ops.affine(ops.planes(fold, MARGIN), 1 / REACH, -MIDDLE / REACH);
    T detail = ops.relu(convolution(ops, "stem", ops.grain(x), 1));
    x = ops.relu(convolution(ops, "down", detail, 2));
    for (int b = 0; b < config.blocks(); b++) {
      T inner = ops.relu(convolution(ops, "block" + b + ".first", x, 1));
      x = ops.add(x, convolution(ops, "block" + b + ".second", inner, 1));
    }
    x = ops.depthToSpace(ops.relu(convolution(ops, "up", x, 1)));
    x = ops.relu(convolution(ops, "hidden", ops.add(detail, x), 1));
    x = ops.convolution(x, "head", 1, Padding.ZERO);
    x = ops.inside(x, MARGIN / fold, fold);
    return ops.paintedPlanes(ops.affine(x, REACH, MIDDLE), fold);
  }

  private <T> T convolution(Ops<T> ops, String name, T x, int stride) {
    return ops.normalised(ops.convolution(x, name, stride, Padding.ZERO), name, config.norm());
  }
}
