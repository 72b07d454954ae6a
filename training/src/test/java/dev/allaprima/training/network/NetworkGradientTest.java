package dev.allaprima.training.network;

import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.tape.GradientCheck;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of whole networks for all their weights, in double precision. */
class NetworkGradientTest {
  private final GradientCheck numbers = new GradientCheck();

  static Stream<NetworkConfig> networks() {
    return Stream.of(
        new GalleryConfig(4, 8, 1, Norm.INSTANCE),
        new GalleryConfig(4, 8, 1, Norm.STATIC),
        new JohnsonConfig(2, 1, Norm.BATCH, Enlarging.FRACTIONAL, Border.REFLECTED),
        new JohnsonConfig(2, 1, Norm.INSTANCE, Enlarging.NEAREST, Border.ZERO),
        new JohnsonConfig(2, 0, Norm.INSTANCE, Enlarging.NEAREST, Border.CONTINUED));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void ofTheWeights(NetworkConfig config) {
    Weights weights = config.fresh(3, 1).weights().castTo(DataType.DOUBLE);
    // Away from the beginning, where rows of a table are alike and sub-pixels too.
    weights.vector().addi(numbers.values(weights.vector().length()).muli(0.05));
    StyleNetwork network = config.with(weights);
    INDArray rgb = numbers.values(2, 16, 24, 3).muli(60).addi(128);
    INDArray style = numbers.values(2, 3);
    INDArray target = numbers.values(2, 16, 24, 3).muli(60).addi(128);
    INDArray gradient;
    try (Tape tape = new Tape()) {
      Leaves leaves = weights.leaves(tape);
      tape.backward(loss(network, tape, leaves, rgb, style, target));
      gradient = leaves.gradient();
    }
    // A small step: hardly any ReLU changes sides within it.
    numbers.compare(
        1e-5,
        1e-6,
        gradient,
        weights.vector(),
        () -> {
          try (Tape tape = new Tape()) {
            return loss(network, tape, weights.leaves(tape), rgb, style, target).scalar();
          }
        });
  }

  private static Var loss(
      StyleNetwork network,
      Tape tape,
      Leaves leaves,
      INDArray rgb,
      INDArray style,
      INDArray target) {
    Var painted = network.paint(tape, leaves, rgb, style, Window.WHOLE);
    return tape.squaredDistance(painted, target, 1e-4);
  }
}
