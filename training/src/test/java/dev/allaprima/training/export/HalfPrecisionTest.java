package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.StyleNetwork;
import java.util.List;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfPrecisionTest {
  private static final List<Picture> PICTURES =
      List.of(Drawn.picture(96, 64, 1), Drawn.picture(136, 72, 2));

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void paintsInSixteenBitsWhatTheModelPaints(int styles) {
    StyleNetwork network = new GalleryConfig(16, 2).fresh(styles, 5);
    network.weights().get("head.kernel").muli(10);
    byte[] model = OnnxExport.export(network, "test");
    byte[] half = HalfPrecision.fp16(model);
    assertThat(Parity.between(model, half, styles, PICTURES).psnr()).isGreaterThan(48);
    assertThat(new OnnxGraph(half).inputs()).isEqualTo(new OnnxGraph(model).inputs());
    assertThat(new OnnxGraph(half).constant("stem.kernel").getDataType())
        .isEqualTo(TensorProto.DataType.FLOAT16_VALUE);
    assertThat(half).hasSizeLessThan(model.length * 3 / 4);
  }

  @Test
  void weightsBeyondItsRangeAreRefused() {
    StyleNetwork network = new GalleryConfig(16, 2).fresh(1, 5);
    network.weights().get("head.bias").addi(70_000);
    byte[] model = OnnxExport.export(network, "test");
    assertThatThrownBy(() -> HalfPrecision.fp16(model)).hasMessageContaining("head.bias");
  }
}
