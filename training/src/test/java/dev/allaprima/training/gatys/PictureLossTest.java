package dev.allaprima.training.gatys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.loss.LossNetwork;
import dev.allaprima.training.loss.Normalisation;
import dev.allaprima.training.loss.Pooling;
import dev.allaprima.training.loss.StyleTarget.Painting;
import dev.allaprima.training.loss.Vgg;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PictureLossTest {
  private static final long WHOLE = Long.MAX_VALUE;

  private final LossNetwork network =
      new LossNetwork(Vgg.VGG19, Drawn.vggWeights(), Pooling.AVERAGE);
  private final Picture photo = Drawn.picture(96, 64, 1);
  private final Painting one = new Painting(Drawn.picture(80, 64, 2), 1);
  private final Painting other = new Painting(Drawn.picture(64, 80, 3), 3);

  private static LossWeights weights(double content, double style, double tv, Normalisation norm) {
    Map<String, Double> layers = Map.of("relu1_2", 0.5, "relu2_1", 1.0, "relu3_4", 2.0);
    return new LossWeights(content, List.of("relu2_2", "relu3_3"), style, layers, 2, tv, norm);
  }

  private PictureLoss loss(LossWeights weights, List<Painting> paintings, long tilePixels) {
    return new PictureLoss(network, weights, photo, paintings, 96, 64, false, tilePixels);
  }

  private static INDArray gradient(PictureLoss loss, INDArray x) {
    INDArray gradient = Nd4j.create(DataType.FLOAT, x.length());
    loss.at(x, gradient);
    return gradient;
  }

  private static INDArray flat(Picture picture) {
    return Nd4j.createFromArray(picture.rgb());
  }

  @Test
  void nothingIsLostWhereAllIsReached() {
    try (PictureLoss loss = loss(weights(1, 0, 0, Normalisation.SCALE_FREE), List.of(), WHOLE)) {
      gradient(loss, flat(photo));
      assertThat(loss.last().total()).isCloseTo(0, within(1e-9));
    }
    List<Painting> itself = List.of(new Painting(photo, 2));
    try (PictureLoss loss = loss(weights(0, 1, 0, Normalisation.SCALE_FREE), itself, WHOLE)) {
      gradient(loss, flat(photo));
      assertThat(loss.last().total()).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void gradientIsThatOfTheValue() {
    for (Normalisation norm : Normalisation.values()) {
      LossWeights weights =
          norm == Normalisation.SCALE_FREE ? weights(1, 10, 5, norm) : weights(1e-6, 1e-3, 5, norm);
      try (PictureLoss loss = loss(weights, List.of(one, other), WHOLE)) {
        alongDirections(loss, flat(Drawn.picture(96, 64, 4)));
      }
    }
    LossWeights weights = weights(1, 10, 5, Normalisation.SCALE_FREE);
    try (PictureLoss loss =
        new PictureLoss(network, weights, photo, List.of(one), 96, 64, true, WHOLE)) {
      INDArray rgb = flat(Drawn.picture(96, 64, 4)).reshape(96 * 64, 3);
      alongDirections(loss, rgb.getColumn(1).dup('c'));
    }
  }

  /** Along random directions the value changes as the gradient says, by central differences. */
  private static void alongDirections(PictureLoss loss, INDArray x) {
    INDArray gradient = gradient(loss, x);
    Random random = new Random(5);
    for (int i = 0; i < 3; i++) {
      float[] values = new float[(int) x.length()];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian();
      }
      INDArray direction = Nd4j.createFromArray(values).addi(gradient.div(gradient.ameanNumber()));
      INDArray ignored = Nd4j.create(DataType.FLOAT, x.length());
      double up = loss.at(x.add(direction.mul(0.1)), ignored);
      double down = loss.at(x.sub(direction.mul(0.1)), ignored);
      double said = Nd4j.getBlasWrapper().dot(gradient, direction);
      assertThat((up - down) / 0.2).isCloseTo(said, within(0.02 * Math.abs(said)));
    }
  }

  @Test
  void tilesGiveWhatTheWholeGives() {
    LossWeights weights = weights(1, 10, 0, Normalisation.SCALE_FREE);
    INDArray x = flat(Drawn.picture(96, 64, 4));
    try (PictureLoss whole = loss(weights, List.of(one, other), WHOLE);
        PictureLoss tiled = loss(weights, List.of(one, other), 32 * 32)) {
      INDArray expected = gradient(whole, x);
      INDArray gradient = gradient(tiled, x);
      assertThat(tiled.last().content())
          .isCloseTo(whole.last().content(), within(1e-5 * whole.last().content()));
      assertThat(tiled.last().style())
          .isCloseTo(whole.last().style(), within(1e-5 * whole.last().style()));
      double largest = expected.amaxNumber().doubleValue();
      assertThat(gradient.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * largest);
    }
  }

  @Test
  void papersFormulas() {
    Picture x = Drawn.picture(96, 64, 4);
    LossWeights weights =
        new LossWeights(
            2, List.of("relu2_2"), 3, Map.of("relu1_1", 0.5), 1, 0, Normalisation.GATYS);
    try (PictureLoss loss = loss(weights, List.of(one), WHOLE);
        Tape tape = new Tape()) {
      gradient(loss, flat(x));
      INDArray f = feature(tape, x, "relu2_2");
      INDArray p = feature(tape, photo, "relu2_2");
      double content = 0.5 * f.squaredDistance(p);
      assertThat(loss.last().content()).isCloseTo(2 * content, within(1e-4 * content));
      // Equation 4 with G and A both taken to M = 1, as the sizes differ: G/M.
      INDArray g = feature(tape, x, "relu1_1");
      INDArray a = feature(tape, one.picture(), "relu1_1");
      long n = g.size(1);
      INDArray gram = g.transpose().mmul(g).div(g.size(0));
      INDArray wanted = a.transpose().mmul(a).div(a.size(0));
      double style = gram.squaredDistance(wanted) / (4 * n * n);
      assertThat(loss.last().style()).isCloseTo(3 * 0.5 * style, within(1e-4 * style));
    }
  }

  /** Features as a matrix [pixels, channels] in double. */
  private INDArray feature(Tape tape, Picture picture, String layer) {
    Var feature =
        network.features(tape, tape.constant(picture.toArray()), Set.of(layer)).get(layer);
    long channels = feature.value().size(3);
    return feature.value().dup('c').reshape(-1, channels).castTo(DataType.DOUBLE);
  }
}
