package dev.allaprima.training.network;

import dev.allaprima.training.tape.Padding;

/**
 * One network for many styles, for live use on a CPU: the image transformation network of Johnson
 * et al. 2016 (residual blocks between a stem that shrinks and a head that enlarges) whose styles
 * share every kernel and differ in scales and shifts (conditional instance normalisation, Dumoulin
 * et al. 2017), made slim:
 *
 * <ul>
 *   <li>it speaks I420: the stem reads the planes folded by space-to-depth (4×4 luma, 2×2 chroma).
 *       No layer at full resolution, no colour conversion, half the numbers;
 *   <li>the residual blocks work at an eighth of the size; what the stem saw passes by them;
 *   <li>enlarging repeats every place and convolves (Odena et al. 2016): no place of a coarse
 *       lattice is drawn apart from its neighbours, so that none shows;
 *   <li>the head writes at half the size, 2×2 luma and one chroma a place. It is linear: its
 *       numbers are the bytes. A plain surface gives all four the same number ({@link
 *       SubPixels#even}), so that no lattice of two pixels is there to be painted with;
 *   <li>the folded picture is continued by {@value #MARGIN} pixels on every side, and the painting
 *       cropped back: what zero padding does to a border happens outside the frame. Where it would
 *       reach further, in all that is shrunk, borders are repeated instead: what a network can tell
 *       from a picture, it paints a frame along;
 *   <li>it sees the canvas' {@link Grain} beside the picture.
 * </ul>
 */
public record GalleryNetwork(GalleryConfig config, Weights weights) implements StyleNetwork {
  /** Pixels that a picture is continued by at each side. */
  static final int MARGIN = 16;

  /** Bytes become (x − 128)/64, and the head's numbers bytes the other way round. */
  private static final float MIDDLE = 128;

  private static final float REACH = 64;

  @Override
  public void settle() {
    SubPixels.even(weights.get("head.kernel"), weights.get("head.bias"), GalleryConfig.LUMA);
  }

  @Override
  public <T> T forward(Ops<T> ops) {
    int fold = GalleryConfig.FOLD;
    T x = ops.affine(ops.planes(fold, MARGIN), 1 / REACH, -MIDDLE / REACH);
    T detail = ops.relu(convolution(ops, "stem", ops.grain(x), 1, Padding.REPEATED));
    x = ops.relu(convolution(ops, "down", detail, 2, Padding.REPEATED));
    for (int b = 0; b < config.blocks(); b++) {
      T inner = ops.relu(convolution(ops, "block" + b + ".first", x, 1, Padding.REPEATED));
      x = ops.add(x, convolution(ops, "block" + b + ".second", inner, 1, Padding.REPEATED));
    }
    x = ops.relu(convolution(ops, "up", ops.upsample(x), 1, Padding.ZERO));
    x = ops.relu(convolution(ops, "hidden", ops.add(detail, x), 1, Padding.ZERO));
    x = ops.relu(convolution(ops, "fine", ops.upsample(x), 1, Padding.ZERO));
    x = ops.convolution(x, "head", 1, Padding.ZERO);
    int unfold = GalleryConfig.UNFOLD;
    x = ops.inside(x, MARGIN / unfold, unfold);
    return ops.paintedPlanes(ops.affine(x, REACH, MIDDLE), unfold);
  }

  private <T> T convolution(Ops<T> ops, String name, T x, int stride, Padding padding) {
    return ops.normalised(ops.convolution(x, name, stride, padding), name, config.norm());
  }
}
