package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allaprima.training.SharedData;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.tape.Tape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against PyTorch's features, which src/test/python/features.py wrote down. */
class LossNetworkFeaturesTest {
  private static final int[] WIDTHS = {2, 3, 4, 5, 6};
  private static final double TOLERANCE = 1e-3;

  /** The script's formula. */
  private static float[] spread(int count, int seed, double scale, double shift) {
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      double unit = ((i + seed * 7919L) * 2654435761L & 0xffffffffL) / (double) (1L << 32);
      out[i] = (float) ((unit - 0.5 + shift) * scale);
    }
    return out;
  }

  private static Map<String, INDArray> tiny(Vgg vgg) {
    Map<String, INDArray> weights = new TreeMap<>();
    int before = 3;
    int seed = 0;
    for (String name : vgg.convolutions()) {
      int width = WIDTHS[name.charAt(0) - '1'];
      seed++;
      float[] kernel = spread(width * before * 9, seed, Math.sqrt(24.0 / (9 * before)), 0);
      weights.put(
          "conv" + name + ".weight", Nd4j.create(kernel, new long[] {width, before, 3, 3}, 'c'));
      weights.put(
          "conv" + name + ".bias",
          Nd4j.create(spread(width, seed + 100, 1, 0.5), new long[] {width}, 'c'));
      before = width;
    }
    return weights;
  }

  private static Picture picture(int width, int height) {
    float[] rgb = new float[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      rgb[i] = (7 * x + 13 * y + 31 * (i % 3) + x * y) % 256;
    }
    return new Picture(width, height, rgb);
  }

  private static Path resource(String name) {
    return Path.of("src/test/resources/networks").resolve(name);
  }

  private static List<String[]> expected(String label, Pooling pooling) throws IOException {
    String start = label + "," + pooling.name().toLowerCase(java.util.Locale.ROOT) + ",";
    return Files.readAllLines(resource("features.csv"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.split(","))
        .toList();
  }

  private static void compare(LossNetwork network, String label, Pooling pooling, Picture picture)
      throws IOException {
    List<String[]> lines = expected(label, pooling);
    assertThat(lines).isNotEmpty();
    try (Tape tape = new Tape()) {
      Set<String> layers = Set.copyOf(lines.stream().map(line -> line[2]).toList());
      var features = network.features(tape, tape.constant(picture.toArray()), layers);
      for (String[] line : lines) {
        INDArray values = features.get(line[2]).value();
        String name = String.join(" ", Arrays.copyOf(line, 3));
        String shape = Arrays.toString(values.shape()).replaceAll("[\\[\\] ]", "");
        assertThat(shape.replace(',', 'x')).as(name).isEqualTo(line[3]);
        INDArray exact = values.castTo(DataType.DOUBLE);
        double size = Double.parseDouble(line[5]);
        double rms = exact.norm2Number().doubleValue() / Math.sqrt(exact.length());
        assertThat(exact.meanNumber().doubleValue())
            .as(name)
            .isCloseTo(Double.parseDouble(line[4]), within(TOLERANCE * size));
        assertThat(rms).as(name).isCloseTo(size, within(TOLERANCE * size));
        int places = line.length - 6;
        for (int k = 0; k < places; k++) {
          assertThat(exact.getDouble(k * exact.length() / places + 1))
              .as(name)
              .isCloseTo(Double.parseDouble(line[6 + k]), within(TOLERANCE * size));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Vgg.class)
  void areThoseOfPyTorch(Vgg vgg) throws IOException {
    for (Pooling pooling : Pooling.values()) {
      compare(new LossNetwork(vgg, tiny(vgg), pooling), vgg.id(), pooling, picture(50, 37));
    }
  }

  @Test
  void ofPublishedWeightsAreThoseOfPyTorch() throws IOException {
    Path weights = SharedData.folder("networks/vgg19-conv1_1-to-conv3_4.npz");
    assumeTrue(weights != null, "skipped: there is no shared/data beside the project");
    for (Pooling pooling : Pooling.values()) {
      LossNetwork network = LossNetwork.load(Vgg.VGG19, weights, pooling);
      compare(network, "published", pooling, picture(48, 64));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras-published-names.h5", "keras-new-names.h5"})
  void areTheSameFromKerasFiles(String name) throws IOException {
    LossNetwork network = LossNetwork.load(Vgg.VGG16, resource(name), Pooling.MAX);
    assertThat(network.layers()).hasSize(13);
    compare(network, "vgg16", Pooling.MAX, picture(50, 37));
  }
}
