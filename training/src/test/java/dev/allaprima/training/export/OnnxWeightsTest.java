package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.NetworkConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OnnxWeightsTest {
  static Stream<Arguments> networks() {
    return ParityTest.networks()
        .flatMap(config -> Stream.of(Arguments.of(config, 1), Arguments.of(config, 3)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void readsWhatWasWrittenToTheLastBit(NetworkConfig config, int styles) {
    StyleNetwork network = config.fresh(styles, 5);
    INDArray vector = network.weights().vector();
    vector.addi(Nd4j.rand(vector.shape()));
    byte[] model = OnnxExport.export(network, "test");
    StyleNetwork found = OnnxWeights.read(model, config, styles);
    assertThat(found.weights().vector().data().asFloat()).isEqualTo(vector.data().asFloat());
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
