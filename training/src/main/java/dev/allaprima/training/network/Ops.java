package dev.allaprima.training.network;

import dev.allaprima.training.tape.Padding;

/**
 * What a network's forward pass is written in, once: {@link TapeOps} reads it for training, the
 * export reads it into an ONNX graph. What is trained is then what is exported.
 *
 * <p>Values are batches of pictures of places with channels. Weights go by their names in {@link
 * Weights}: a convolution {@code a} reads {@code a.kernel} and, where there is one, {@code a.bias};
 * a normalisation reads the tables {@code a.scale} and {@code a.shift}, mixed by the style input.
 *
 * @param <T> a value: a variable of the tape, the name of a graph's value
 */
public interface Ops<T> {
  /** How a picture goes on beyond its border. */
  enum Edge {
    /** Its outermost places again and again. */
    REPEATED,
    /** Mirrored, the outermost pixel once (the supplement of Johnson et al. 2016). */
    REFLECTED
  }

  /** The pictures as RGB from 0 to 255, continued by so many pixels at each side. */
  T rgb(int margin, Edge edge);

  /**
   * The pictures as I420 from 0 to 255 (BT.601, limited range), folded: a place is fold × fold
   * pixels, its channels their luma row by row, then U, then V of fold/2 × fold/2 each.
   *
   * @param margin pixels by which the pictures are continued at each side; a multiple of fold
   */
  T planes(int fold, int margin);

  /** {@code x} with the canvas' {@link Grain} as further channels. */
  T grain(T x);

  /** Odd kernels, centred; {@code stride} 1 or 2 (the even places, height and width even). */
  T convolution(T x, String name, int stride, Padding padding);

  /** Stride ½ with a kernel of 3×3: zeros between the places, then a convolution. */
  T fractional(T x, String name);

  /** Batch normalisation; the remembered statistics are {@code name.mean} and {@code .variance}. */
  T batchNorm(T x, String name);

  /** Instance normalisation (Ulyanov et al. 2016). */
  T instanceNorm(T x, String name);

  /** Scale and shift, without a normalisation. */
  T scaleShift(T x, String name);

  /** One of the three. */
  default T normalised(T x, String name, Norm norm) {
    return switch (norm) {
      case BATCH -> batchNorm(x, name);
      case INSTANCE -> instanceNorm(x, name);
      case STATIC -> scaleShift(x, name);
    };
  }

  /** max(x, 0); takes x. */
  T relu(T x);

  /** tanh(x). */
  T tanh(T x);

  /** x · scale + shift. */
  T affine(T x, float scale, float shift);

  /** a + b of one shape; takes b. */
  T add(T a, T b);

  /** Every place twice in both directions. */
  T upsample(T x);

  /** Without so many places at each side. */
  T crop(T x, int places);

  /**
   * The wanted part, where a picture was continued.
   *
   * @param spare places of x that are left of the margin at each side
   * @param pixels that a place of x spans
   */
  T inside(T x, int spare, int pixels);

  /** Ends the pass with RGB, which lies within 0 to 255. */
  T paintedRgb(T x);

  /**
   * Ends the pass with I420 folded as {@link #planes} says. What lies outside 0 to 255 is brought
   * to the nearer end where it becomes bytes, and left to the loss in training.
   */
  T paintedPlanes(T x, int fold);
}
