package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.StyleNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWeightsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void readsWhatWasWrittenToTheLastBit(int styles) {
    GalleryConfig config = new GalleryConfig(8, 2);
    StyleNetwork network = config.fresh(styles, 5);
    byte[] model = OnnxExport.export(network, "test");
    StyleNetwork found = OnnxWeights.read(model, config, styles);
    assertThat(found.weights().vector()).isEqualTo(network.weights().vector());
    assertThat(found.weights().vector().data().asFloat())
        .isEqualTo(network.weights().vector().data().asFloat());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void otherModelsAreRefused(int blocks) {
    byte[] model = OnnxExport.export(new GalleryConfig(8, 2).fresh(2, 5), "test");
    GalleryConfig other = new GalleryConfig(10, blocks);
    assertThatThrownBy(() -> OnnxWeights.read(model, other, 2))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("stem.kernel");
    assertThatThrownBy(() -> OnnxWeights.read(new byte[] {1, 2, 3}, other, 2))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("no ONNX");
  }
}
