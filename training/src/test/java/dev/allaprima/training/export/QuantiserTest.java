package dev.allaprima.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.training.Drawn;
import dev.allaprima.training.data.Picture;
import dev.allaprima.training.network.GalleryConfig;
import dev.allaprima.training.network.Norm;
import dev.allaprima.training.network.StyleNetwork;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class QuantiserTest {
  private static final List<Picture> SEEN = pictures(0, 6);
  private static final List<Picture> UNSEEN =
      Stream.concat(pictures(50, 2).stream(), Stream.of(Drawn.picture(136, 72, 60))).toList();

  private static List<Picture> pictures(int seed, int count) {
    return IntStream.range(seed, seed + count).mapToObj(i -> Drawn.picture(96, 96, i)).toList();
  }

  private static StyleNetwork network(int styles, Norm norm) {
    StyleNetwork network = new GalleryConfig(16, 2).with(norm).fresh(styles, 5);
    // Away from the first weights, whose head is nearly silent and whose styles are one.
    network.weights().get("head.kernel").muli(4);
    Nd4j.getRandom().setSeed(1);
    for (String table : network.weights().tables()) {
      var rows = network.weights().get(table);
      rows.addi(Nd4j.rand(rows.shape()).subi(0.5));
    }
    return network;
  }

  @ParameterizedTest
  @CsvSource({"1, INSTANCE", "3, INSTANCE", "1, STATIC", "3, STATIC"})
  void paintsInEightBitsWhatTheModelPaints(int styles, Norm norm) {
    byte[] model = OnnxExport.export(network(styles, norm), "test");
    byte[] int8 = Quantiser.int8(model, styles, SEEN);
    assertThat(Parity.between(model, int8, styles, UNSEEN).psnr()).isGreaterThan(34);
  }

  @Test
  void mixesStylesAsTheModelDoes() {
    byte[] model = OnnxExport.export(network(3, Norm.STATIC), "test");
    float[][] mix = {{0.5f, 0.2f, 0.3f}};
    I420 frame = I420.of(UNSEEN.get(0)).rounded();
    Difference difference = new Difference();
    Difference fromFirst = new Difference();
    try (OnnxPainter whole = new OnnxPainter(model);
        OnnxPainter eight = new OnnxPainter(Quantiser.int8(model, 3, SEEN))) {
      I420 mixed = eight.paint(frame, mix);
      difference.add(whole.paint(frame, mix), mixed);
      fromFirst.add(eight.paint(frame, new float[][] {{1, 0, 0}}), mixed);
    }
    assertThat(difference.psnr()).isGreaterThan(34);
    assertThat(fromFirst.psnr()).isLessThan(25);
  }

  @Test
  void withoutStatisticsEverythingIsInIntegers() {
    byte[] int8 = Quantiser.int8(OnnxExport.export(network(3, Norm.STATIC), "test"), 3, SEEN);
    assertThat(new OnnxGraph(int8).nodes())
        .extracting(NodeProto::getOpType)
        .contains("QLinearConv", "QLinearAdd")
        .doesNotContain("Conv", "DequantizeLinear", "Relu", "Resize");
  }

  @Test
  void calibrationOnOtherPicturesIsFoundOut() {
    byte[] model = OnnxExport.export(network(1, Norm.STATIC), "test");
    Picture black = new Picture(96, 96, new float[96 * 96 * 3]);
    byte[] int8 = Quantiser.int8(model, 1, List.of(black));
    double right = Parity.between(model, Quantiser.int8(model, 1, SEEN), 1, UNSEEN).psnr();
    assertThat(Parity.between(model, int8, 1, UNSEEN).psnr()).isLessThan(right - 3);
  }
}
