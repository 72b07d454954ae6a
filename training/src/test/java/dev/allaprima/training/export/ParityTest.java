package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.network.PainterNetwork;
import org.junit.jupiter.api.Test;

class ParityTest {
  private final PainterNetwork network = new PainterNetwork(new PainterNetwork.Shape(16, 2), 5);

  @Test
  void exportPaintsWhatTheNetworkPaints() {
    // Away from its first weights, whose head is nearly silent.
    network.parameters().get("head.kernel").muli(10);
    byte[] model = OnnxExport.export(network, "test");
    assertThat(Parity.largestDifference(model, network, Parity.noise(64, 48, 1))).isLessThan(0.51);
    // Wider than the canvas' grain before it repeats.
    assertThat(Parity.largestDifference(model, network, Drawn.picture(640, 96, 1)))
        .isLessThan(0.51);
  }

  @Test
  void anotherNetworksExportIsFoundOut() {
    byte[] model = OnnxExport.export(network, "test");
    network.parameters().get("head.bias").addi(0.05);
    assertThat(Parity.largestDifference(model, network, Drawn.picture(64, 64, 1))).isGreaterThan(1);
  }
}
