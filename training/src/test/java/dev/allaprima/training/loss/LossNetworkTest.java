package dev.allaprima.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allaprima.models.Fault;
import dev.allaprima.training.Drawn;
import dev.allaprima.training.tape.Tape;
import dev.allaprima.training.tape.Var;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LossNetworkTest {
  private static LossNetwork network(Vgg vgg, Map<String, INDArray> weights) {
    return new LossNetwork(vgg, weights, Pooling.MAX);
  }

  private static void refused(Vgg vgg, Map<String, INDArray> weights, String... texts) {
    assertThatThrownBy(() -> network(vgg, weights))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll(texts);
  }

  @Test
  void servesEveryLayerThatItHoldsInItsOrder() {
    LossNetwork network = network(Vgg.VGG19, Drawn.vggWeights());
    assertThat(network.layers()).startsWith("relu1_1", "relu1_2", "relu2_1").endsWith("relu3_4");
    try (Tape tape = new Tape()) {
      // Odd sizes: what pooling cannot pair is left out.
      Var picture = tape.constant(Drawn.picture(21, 14, 1).toArray());
      Map<String, Var> features =
          network.features(tape, picture, Set.of("relu3_2", "relu1_1", "relu2_2"));
      assertThat(features.keySet()).containsExactly("relu1_1", "relu2_2", "relu3_2");
      assertThat(features.get("relu1_1").value().shape()).containsExactly(1, 14, 21, 4);
      assertThat(features.get("relu2_2").value().shape()).containsExactly(1, 7, 10, 8);
      assertThat(features.get("relu3_2").value().shape()).containsExactly(1, 3, 5, 16);
    }
  }

  @Test
  void namesTheLayerThatIsNotThere() {
    LossNetwork network = network(Vgg.VGG19, Drawn.vggWeights());
    assertThatThrownBy(() -> network.require(Set.of("relu4_2")))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll("lacks layer relu4_2", "relu1_1 to relu3_4", "--weights");
    assertThatThrownBy(() -> network.require(Set.of("relu3_5")))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll("vgg19 has no layer relu3_5", "relu1_1 to relu3_4");
    assertThatThrownBy(() -> Vgg.named("vgg11"))
        .isInstanceOf(Fault.class)
        .hasMessageContainingAll("vgg11", "vgg16, vgg19");
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    refused(Vgg.VGG16, Drawn.vggWeights(), "vgg16", "conv3_4", "--loss-network");
    Map<String, INDArray> gap = Drawn.vggWeights();
    gap.remove("conv2_1.bias");
    refused(Vgg.VGG19, gap, "vgg19", "but not all of conv2_1");
    refused(Vgg.VGG19, Map.of("fc6", Nd4j.zeros(1)), "no conv1_1", "fc6");
  }

  @Test
  void refusesWrongShapes() {
    Map<String, INDArray> weights = Drawn.vggWeights();
    weights.put("conv2_1.weight", Nd4j.zeros(8, 5, 3, 3));
    refused(Vgg.VGG19, weights, "conv2_1", "[8, 5, 3, 3]", "[out, 4, 3, 3]");
    weights.putAll(Drawn.vggWeights());
    weights.put("conv1_2.bias", Nd4j.zeros(3));
    refused(Vgg.VGG19, weights, "conv1_2", "3 biases");
  }
}
