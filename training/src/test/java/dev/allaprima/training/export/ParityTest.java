package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.StyleNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParityTest {
  private final StyleNetwork network = new GalleryConfig(16, 2).fresh(1, 5);

  @Test
  void exportPaintsWhatTheNetworkPaints() {
    // Away from its first weights, whose head is nearly silent.
    network.weights().get("head.kernel").muli(10);
    byte[] model = OnnxExport.export(network, "test");
    assertThat(Parity.largestDifference(model, network, Parity.noise(64, 48, 1))).isLessThan(0.51);
    // Wider than the canvas' grain before it repeats.
    assertThat(Parity.largestDifference(model, network, Drawn.picture(640, 96, 1)))
        .isLessThan(0.51);
  }

  @Test
  void everyPictureInItsOwnMixtureOfStyles() {
    StyleNetwork many = new GalleryConfig(16, 1).fresh(3, 5);
    many.weights().get("head.kernel").muli(10);
    for (String table : many.weights().tables()) {
      INDArray rows = many.weights().get(table);
      rows.addi(Nd4j.rand(rows.shape()).subi(0.5));
    }
    byte[] model = OnnxExport.export(many, "test");
    INDArray style = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {0.5f, 0.2f, 0.3f}});
    Picture[] pictures = {Drawn.picture(64, 48, 1), Drawn.picture(64, 48, 2)};
    assertThat(Parity.largestDifference(model, many, style, pictures)).isLessThan(0.51);
    many.weights().get("up.shift").getRow(1).addi(1);
    assertThat(Parity.largestDifference(model, many, style, pictures)).isGreaterThan(1);
  }

  @Test
  void anotherNetworksExportIsFoundOut() {
    byte[] model = OnnxExport.export(network, "test");
    network.weights().get("head.bias").addi(0.05);
    assertThat(Parity.largestDifference(model, network, Drawn.picture(64, 64, 1))).isGreaterThan(1);
  }
}
