package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.JohnsonConfig;
import dev.allaprima.training.network.JohnsonConfig.Border;
import dev.allaprima.training.network.JohnsonConfig.Enlarging;
import dev.allaprima.training.network.NetworkConfig;
import dev.allaprima.training.network.Norm;
import dev.allaprima.training.network.StyleNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParityTest {
  private final Random random = new Random(11);

  static Stream<NetworkConfig> networks() {
    List<NetworkConfig> all = new ArrayList<>();
    all.add(new GalleryConfig(8, 16, 2, Norm.INSTANCE));
    all.add(new GalleryConfig(8, 16, 2, Norm.STATIC));
    for (Norm norm : new Norm[] {Norm.BATCH, Norm.INSTANCE}) {
      for (Enlarging enlarging : Enlarging.values()) {
        for (Border border : Border.values()) {
          all.add(new JohnsonConfig(4, 2, norm, enlarging, border));
        }
      }
    }
    return all.stream();
  }

  /** Away from its first weights: the head is nearly silent, styles and statistics are alike. */
  private static StyleNetwork network(NetworkConfig config, int styles) {
    StyleNetwork network = config.fresh(styles, 5);
    for (String name : network.weights().names()) {
      INDArray view = network.weights().get(name);
      if (!name.endsWith(".kernel")) {
        view.addi(Nd4j.rand(view.shape()).muli(0.5));
      }
    }
    network.weights().get("head.kernel").muli(10);
    return network;
  }

  /** A size that is no multiple of anything, brought up to the network's, as players do. */
  private int side(NetworkConfig config) {
    int multiple = config.sizeMultiple();
    return (25 + 2 * random.nextInt(40) + multiple - 1) / multiple * multiple;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void exportPaintsWhatTheNetworkPaints(NetworkConfig config) {
    StyleNetwork network = network(config, 1);
    byte[] model = OnnxExport.export(network, "test");
    for (int i = 0; i < 3; i++) {
      Picture noise = Parity.noise(side(config), side(config), i);
      assertThat(Parity.largestDifference(model, network, noise)).isLessThan(0.51);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyPictureInItsOwnMixtureOfStyles(NetworkConfig config) {
    StyleNetwork many = network(config, 3);
    byte[] model = OnnxExport.export(many, "test");
    INDArray style = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {0.5f, 0.2f, 0.3f}});
    int width = side(config);
    int height = side(config);
    Picture[] pictures = {Parity.noise(width, height, 1), Drawn.picture(width, height, 2)};
    assertThat(Parity.largestDifference(model, many, style, pictures)).isLessThan(0.51);
    many.weights().get("stem.shift").getRow(1).addi(1);
    assertThat(Parity.largestDifference(model, many, style, pictures)).isGreaterThan(1);
  }

  @Test
  void grainRepeatsAcrossWidePictures() {
    StyleNetwork network = network(new GalleryConfig(8, 16, 1, Norm.STATIC), 1);
    byte[] model = OnnxExport.export(network, "test");
    assertThat(Parity.largestDifference(model, network, Drawn.picture(640, 96, 1)))
        .isLessThan(0.51);
  }

  @Test
  void anotherNetworksExportIsFoundOut() {
    StyleNetwork network = network(new GalleryConfig(16, 2), 1);
    byte[] model = OnnxExport.export(network, "test");
    network.weights().get("head.bias").addi(0.05);
    assertThat(Parity.largestDifference(model, network, Drawn.picture(64, 64, 1))).isGreaterThan(1);
  }
}
