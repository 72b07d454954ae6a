package dev.allaprima.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StyleMixTest {
  private static Style style(String name, String network, int index) {
    StyleCard card =
        new StyleCard(2, name, name, "", "", "", "CC0-1.0", network, index, Map.of(), Map.of());
    NetworkCard networkCard =
        new NetworkCard(
            1, "gallery", 4, 3, Map.of(Precision.FP32, "0".repeat(64)), Map.of(), Map.of());
    Network shared = new Network(Path.of("networks", network), networkCard);
    return new Style(Path.of(name), card, shared);
  }

  private static void assertFault(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(Fault.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void weightsAreBroughtToASumOfOne() {
    assertThat(StyleMix.of(1, 3, 0).weights()).containsExactly(0.25f, 0.75f, 0);
    assertThat(StyleMix.of(2, 2)).isEqualTo(StyleMix.of(1, 1)).hasSameHashCodeAs(StyleMix.of(1, 1));
    assertThat(StyleMix.of(1, 3).weight(1)).isEqualTo(0.75f);
  }

  @Test
  void stylesOfOneNetworkAreMixedByTheirPlaces() {
    Style a = style("a", "hall", 0);
    Style c = style("c", "hall", 2);
    assertThat(StyleMix.of(Map.of(a, 1.0, c, 3.0)).weights()).containsExactly(0.25f, 0, 0.75f);
    assertThat(StyleMix.only(c).weights()).containsExactly(0, 0, 1);
  }

  @Test
  void stylesOfSeveralNetworksAreRefusedByName() {
    assertFault(
        () -> StyleMix.of(Map.of(style("a", "hall", 0), 1.0, style("b", "attic", 1), 1.0)),
        "a",
        "b",
        "not all of one network");
  }

  @Test
  void mixesThatWeighNothingAreRefused() {
    assertFault(() -> StyleMix.of(), "mix []");
    assertFault(() -> StyleMix.of(Map.of()), "mix []");
    assertFault(() -> StyleMix.of(0, 0), "mix [0.0, 0.0]");
    assertFault(() -> StyleMix.of(1, -0.5), "weight -0.5");
    assertFault(() -> StyleMix.of(1, Double.NaN), "weight NaN");
    assertFault(() -> StyleMix.of(1, Double.POSITIVE_INFINITY), "weight Infinity");
  }

  @Test
  void wayFromMixToMixIsStraight() {
    StyleMix from = StyleMix.of(1, 0, 0);
    StyleMix to = StyleMix.of(0, 1, 1);
    assertThat(from.toward(to, 0)).isEqualTo(from);
    assertThat(from.toward(to, 0.5)).isEqualTo(StyleMix.of(2, 1, 1));
    assertThat(from.toward(to, 1)).isEqualTo(to);
    assertThatThrownBy(() -> from.toward(StyleMix.of(1), 0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
