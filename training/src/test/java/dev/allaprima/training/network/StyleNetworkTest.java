package dev.allaprima.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.tape.Tape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StyleNetworkTest {
  static Stream<NetworkConfig> networks() {
    return Stream.of(
        new GalleryConfig(4, 8, 1, Norm.INSTANCE),
        new GalleryConfig(4, 8, 1, Norm.STATIC),
        new JohnsonConfig(2, 1, Norm.BATCH, Enlarging.FRACTIONAL, Border.REFLECTED),
        new JohnsonConfig(2, 1, Norm.INSTANCE, Enlarging.NEAREST, Border.ZERO),
        new JohnsonConfig(2, 1, Norm.INSTANCE, Enlarging.NEAREST, Border.CONTINUED));
  }

  private static INDArray paint(StyleNetwork network, INDArray rgb, INDArray style, Window window) {
    try (Tape tape = new Tape()) {
      Leaves leaves = network.weights().constants(tape);
      return network.paint(tape, leaves, rgb, style, window).value().dup();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void paintsAPictureOfTheSameSize(NetworkConfig config) {
    StyleNetwork network = config.fresh(2, 1);
    INDArray rgb = Drawn.picture(48, 32, 1).toArray();
    INDArray painted = paint(network, rgb, network.inStyle(1, 1), Window.WHOLE);
    assertThat(painted.shape()).containsExactly(1, 32, 48, 3);
    INDArray inside = paint(network, rgb, network.inStyle(1, 1), new Window(8, 3, 5));
    assertThat(inside.shape()).containsExactly(1, 16, 32, 3);
  }

  @Test
  void aGalleryCannotTellABorderFromAPlainPicture() {
    StyleNetwork network = new GalleryConfig(4, 8, 2, Norm.STATIC).fresh(1, 1);
    INDArray stem = network.weights().get("stem.kernel");
    long picture = stem.size(2) - Grain.CHANNELS;
    stem.get(all(), all(), interval(picture, stem.size(2)), all()).assign(0);
    network.weights().get("head.kernel").muli(10);
    INDArray grey = Nd4j.valueArrayOf(new long[] {1, 96, 64, 3}, 90f);
    assertPlain(paint(network, grey, network.inStyle(0, 1), Window.WHOLE));
  }

  private static void assertPlain(INDArray painted) {
    for (long c = 0; c < 3; c++) {
      INDArray plane = painted.get(all(), all(), all(), point(c)).dup();
      assertThat(plane.maxNumber().doubleValue())
          .isCloseTo(plane.minNumber().doubleValue(), within(1e-3));
      assertThat(plane.meanNumber().doubleValue()).isNotCloseTo(90, within(1e-3));
    }
  }

  @Test
  void aContinuedJohnsonPaintsAPlainPicturePlainlyToItsBorder() {
    JohnsonConfig config = new JohnsonConfig(2, 1, Norm.BATCH, Enlarging.NEAREST, Border.CONTINUED);
    StyleNetwork network = config.fresh(1, 1);
    network.weights().get("head.kernel").muli(10);
    INDArray grey = Nd4j.valueArrayOf(new long[] {1, 48, 64, 3}, 90f);
    assertPlain(paint(network, grey, network.inStyle(0, 1), Window.WHOLE));
  }

  @Test
  void contextIsAllThatAStaticNetworkSees() {
    // Context to the far end of its sight: inside, a window is what the whole would be.
    GalleryConfig config = new GalleryConfig(4, 8, 1, Norm.STATIC);
    StyleNetwork network = config.fresh(1, 1);
    network.weights().get("head.kernel").muli(10);
    int context = (config.sight() + 7) / 8 * 8;
    INDArray rgb = Drawn.picture(160, 144, 1).toArray();
    INDArray style = network.inStyle(0, 1);
    INDArray whole = paint(network, rgb, style, Window.WHOLE);
    // The grain of a whole picture begins at its margin, and goes on by a place every 4 pixels.
    INDArray inside = paint(network, rgb, style, new Window(context, context / 4, context / 4));
    INDArray cut =
        whole.get(all(), interval(context, 144 - context), interval(context, 160 - context), all());
    assertThat(inside.sub(cut).amaxNumber().doubleValue()).isLessThan(1e-2);
  }

  @Test
  void batchNormRemembersAndPaintsByWhatItRemembers() {
    StyleNetwork network =
        new JohnsonConfig(2, 1, Norm.BATCH, Enlarging.NEAREST, Border.ZERO).fresh(1, 1);
    INDArray rgb = Drawn.picture(32, 32, 1).toArray();
    INDArray style = network.inStyle(0, 1);
    INDArray before = paint(network, rgb, style, Window.WHOLE);
    INDArray training = null;
    for (int i = 0; i < 100; i++) {
      try (Tape tape = new Tape()) {
        Leaves leaves = network.weights().leaves(tape);
        training = network.paint(tape, leaves, rgb, style, Window.WHOLE).value().dup();
      }
    }
    INDArray after = paint(network, rgb, style, Window.WHOLE);
    assertThat(before.sub(training).amaxNumber().doubleValue()).isGreaterThan(1);
    // After a hundred times the same batch, what is remembered is what it measures.
    assertThat(after.sub(training).amaxNumber().doubleValue()).isLessThan(0.1);
  }

  @Test
  void aFreshGalleryHasNoCheckerboard() {
    StyleNetwork network = new GalleryConfig(8, 16, 1, Norm.INSTANCE).fresh(1, 1);
    INDArray grey = Nd4j.valueArrayOf(new long[] {1, 32, 32, 3}, 90f);
    INDArray painted = paint(network, grey, network.inStyle(0, 1), Window.WHOLE);
    // The head's place of 2×2 pixels is of one colour at first.
    for (int row = 8; row < 24; row += 2) {
      for (int column = 8; column < 24; column += 2) {
        double first = painted.getDouble(0, row, column, 1);
        assertThat(painted.getDouble(0, row + 1, column, 1)).isCloseTo(first, within(1e-3));
        assertThat(painted.getDouble(0, row, column + 1, 1)).isCloseTo(first, within(1e-3));
      }
    }
  }

  @Test
  void aSettledGalleryPaintsNoLatticeOnAPlainSurface() {
    StyleNetwork network = new GalleryConfig(8, 16, 1, Norm.STATIC).fresh(1, 1);
    INDArray head = network.weights().get("head.kernel");
    head.assign(Nd4j.randn(head.shape()));
    network.weights().get("head.bias").assign(Nd4j.randn(new long[] {6}));
    // Without its grain, the canvas is plain, too.
    network.weights().get("stem.kernel").get(all(), all(), interval(24, 28), all()).assign(0);
    INDArray chroma = head.get(all(), all(), all(), interval(4, 6)).dup();
    network.settle();
    assertThat(head.get(all(), all(), all(), interval(4, 6))).isEqualTo(chroma);
    INDArray grey = Nd4j.valueArrayOf(new long[] {1, 96, 96, 3}, 90f);
    INDArray painted = paint(network, grey, network.inStyle(0, 1), Window.WHOLE);
    double first = painted.getDouble(0, 40, 40, 1);
    for (int row = 40; row < 56; row++) {
      for (int column = 40; column < 56; column++) {
        assertThat(painted.getDouble(0, row, column, 1)).isCloseTo(first, within(1e-2));
      }
    }
  }

  @Test
  void aWrongStyleInputIsRefused() {
    StyleNetwork network = new GalleryConfig(8, 1).fresh(2, 1);
    INDArray rgb = Drawn.picture(32, 32, 1).toArray();
    assertThatThrownBy(() -> paint(network, rgb, Nd4j.ones(1, 3), Window.WHOLE))
        .hasMessageContaining("[1,2]");
  }
}
