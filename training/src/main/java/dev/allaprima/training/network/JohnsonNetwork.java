package dev.allaprima.training.network;

import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.network.Ops.Edge;
import dev.allaprima.training.tape.Padding;

/**
 * The image transformation network of Johnson et al. 2016 and its supplement: a 9×9 convolution,
 * two of stride 2, residual blocks after Gross and Wilber (no ReLU behind the sum), two of stride
 * ½, and a 9×9 convolution with a tanh scaled to 0..255. It speaks RGB.
 */
public record JohnsonNetwork(JohnsonConfig config, Weights weights) implements StyleNetwork {
  /** Half the range: pixels are brought to −1..1, and the tanh back to 0..255. */
  private static final float HALF = 127.5f;

  @Override
  public void settle() {
    if (config.enlarging() == Enlarging.NEAREST) {
      SubPixels.smooth(weights.get("up0.kernel"));
      SubPixels.smooth(weights.get("up1.kernel"));
    }
  }

  @Override
  public <T> T forward(Ops<T> ops) {
    T x = ops.affine(ops.rgb(config.margin(), Edge.REFLECTED), 1 / HALF, -1);
    x = ops.relu(convolution(ops, "stem", x, 1, padding()));
    x = ops.relu(convolution(ops, "down0", x, 2, padding()));
    x = ops.relu(convolution(ops, "down1", x, 2, padding()));
    for (int b = 0; b < config.blocks(); b++) {
      x = block(ops, "block" + b, x);
    }
    x = ops.relu(enlarged(ops, "up0", x));
    x = ops.relu(enlarged(ops, "up1", x));
    x = ops.convolution(x, "head", 1, padding());
    return ops.paintedRgb(ops.affine(ops.tanh(ops.inside(x, config.spare(), 1)), HALF, HALF));
  }

  private Padding padding() {
    return config.border() == Border.CONTINUED ? Padding.REPEATED : Padding.ZERO;
  }

  private <T> T block(Ops<T> ops, String name, T x) {
    boolean shrinks = config.border() != Border.ZERO;
    Padding padding = shrinks ? Padding.NONE : Padding.ZERO;
    T inner = ops.relu(convolution(ops, name + ".first", x, 1, padding));
    inner = convolution(ops, name + ".second", inner, 1, padding);
    return ops.add(shrinks ? ops.crop(x, 2) : x, inner);
  }

  private <T> T enlarged(Ops<T> ops, String name, T x) {
    if (config.enlarging() == Enlarging.NEAREST) {
      return convolution(ops, name, ops.upsample(x), 1, padding());
    }
    return ops.normalised(ops.fractional(x, name), name, config.norm());
  }

  private <T> T convolution(Ops<T> ops, String name, T x, int stride, Padding padding) {
    return ops.normalised(ops.convolution(x, name, stride, padding), name, config.norm());
  }
}
