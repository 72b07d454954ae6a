package dev.allaprima.pipeline.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.models.StyleMix;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
  private static final Controls PLAIN = Controls.of(StyleMix.of(1));

  private static void assertFault(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(Fault.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void badNumbersAreNamedWithTheirRange() {
    assertFault(() -> PLAIN.withStrength(1.5), "strength is 1.5", "0 to 1");
    assertFault(() -> PLAIN.withStrength(Double.NaN), "strength is NaN", "0 to 1");
    assertFault(() -> PLAIN.withSteadiness(-0.1), "steadiness is -0.1", "0 to 1");
    assertFault(() -> PLAIN.withRenderScale(0.1), "renderScale is 0.1", "0.25 to 1");
    assertFault(() -> PLAIN.withRenderScale(2), "renderScale is 2.0", "0.25 to 1");
    assertFault(() -> PLAIN.withSplit(1.5), "split is 1.5", "0 to 1");
    assertFault(() -> new Inset("top", 0.01), "inset.size is 0.01", "0.1 to 1");
    assertFault(() -> new Inset("nowhere", 0.5), "the place is \"nowhere\"", "corner");
    assertFault(() -> PLAIN.withFade(-1), "fadeSeconds is -1.0", "0 to 600");
    assertFault(() -> PLAIN.withFade(Double.POSITIVE_INFINITY), "fadeSeconds", "0 to 600");
  }

  @Test
  void eachWithChangesItsFieldAlone() {
    StyleMix mix = StyleMix.of(1, 3);
    Controls all =
        PLAIN
            .withMix(mix)
            .withFade(2)
            .withStrength(0.5)
            .withOriginalColours(true)
            .withRenderScale(0.75)
            .withSteadiness(0.25)
            .withSplit(0.125)
            .withKey(Key.of(Key.By.LUMA))
            .withInset(Inset.DEFAULT);
    assertThat(all)
        .isEqualTo(
            new Controls(
                mix, 2, 0.5, true, 0.75, 0.25, 0.125, Key.of(Key.By.LUMA), Inset.DEFAULT, null));
    assertThat(all.withOverlay(null)).isEqualTo(all);
  }

  @Test
  void fadeGoesStraightFromMixToMixOnTheStreamsClock() {
    Fade fade = new Fade(StyleMix.of(1, 0));
    fade.turnTo(StyleMix.of(0, 1), 2, 1_000_000_000);
    assertThat(fade.at(1_000_000_000).weights()).containsExactly(1, 0);
    assertThat(fade.at(2_000_000_000).weights()).containsExactly(0.5f, 0.5f);
    assertThat(fade.at(2_500_000_000L).weights()).containsExactly(0.25f, 0.75f);
    assertThat(fade.at(9_000_000_000L).weights()).containsExactly(0, 1);
  }

  @Test
  void fadeThatTurnsHalfwayGoesOnFromThere() {
    Fade fade = new Fade(StyleMix.of(1, 0, 0));
    fade.turnTo(StyleMix.of(0, 1, 0), 2, 0);
    fade.turnTo(StyleMix.of(0, 0, 1), 1, 1_000_000_000);
    assertThat(fade.at(1_000_000_000).weights()).containsExactly(0.5f, 0.5f, 0);
    assertThat(fade.at(1_500_000_000).weights()).containsExactly(0.25f, 0.25f, 0.5f);
    assertThat(fade.at(2_000_000_000).weights()).containsExactly(0, 0, 1);
  }

  @Test
  void toANetworkWithOtherStylesThereIsNoFade() {
    Fade fade = new Fade(StyleMix.of(1, 0));
    fade.turnTo(StyleMix.of(1), 2, 0);
    assertThat(fade.at(0).weights()).containsExactly(1);
  }

  @Test
  void fadeOfNoTimeIsThereAtOnce() {
    Fade fade = new Fade(StyleMix.of(1, 0));
    fade.turnTo(StyleMix.of(0, 1), 0, 5);
    assertThat(fade.at(5).weights()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "top-left,10,10", "top,40,10", "top-right,70,10",
    "left,10,20", "centre,40,20", "right,70,20",
    "bottom-left,10,30", "bottom,40,30", "bottom-right,70,30",
    "'4,-6',4,-6", "'7,9',8,10"
  })
  void placesAreCountedFromTheirEdges(String text, int x, int y) {
    Place place = Place.parse(text, 10);
    assertThat(place.x(20, 100)).isCloseTo(x, within(0));
    assertThat(place.y(20, 60)).isCloseTo(y, within(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "middle", "1,2,3", "x,1", "TOP"})
  void placesThatAreNoneAreNamed(String text) {
    assertFault(() -> Place.parse(text, 0), "\"" + text + "\"", "bottom-right");
  }
}
