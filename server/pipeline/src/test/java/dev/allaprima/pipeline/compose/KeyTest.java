package dev.allaprima.pipeline.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allaprima.models.Fault;
import dev.allaprima.pipeline.compose.Key.By;
import dev.allaprima.pipeline.compose.Key.Show;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
  private static final int PAINTED = 200;

  private final FramePool pool = new FramePool("key", 2);
  private final Keyer keyer = new Keyer();

  @AfterEach
  void close() {
    assertThat(pool.inUse()).isZero();
    pool.close();
  }

  /** What the key makes of a picture whose left half is of the one colour, its right of another. */
  private int[] keyed(Key key, int width, int height, double[] left, double[] right) {
    Frame source = pool.take(width, height, 0);
    Frame painting = pool.take(width, height, 0);
    Scenes.draw(
        source,
        (x, y) -> x < 0.5 ? left[0] : right[0],
        (x, y) -> x < 0.5 ? left[1] : right[1],
        (x, y) -> x < 0.5 ? left[2] : right[2]);
    Scenes.draw(painting, (x, y) -> PAINTED, (x, y) -> PAINTED, (x, y) -> PAINTED);
    keyer.apply(key, source, painting);
    int[] result = {
      painting.luma(0),
      painting.luma(width - 1),
      painting.luma(width * height - 1),
      painting.u().get(0) & 255,
      painting.u().get(painting.chromaWidth() - 1) & 255
    };
    source.release();
    painting.release();
    return result;
  }

  private static final double[] GREEN = {110, 104.6, 58.4};
  private static final double[] SKIN = {150, 110, 150};

  @Test
  void greenScreenStaysAndThePersonIsPainted() {
    Key key = Key.of(By.CHROMA);
    assertThat(keyed(key, 64, 36, GREEN, SKIN))
        .containsExactly(110, PAINTED, PAINTED, 105, PAINTED);
    assertThat(keyed(key, 33, 17, GREEN, SKIN))
        .containsExactly(110, PAINTED, PAINTED, 105, PAINTED);
  }

  @Test
  void invertedKeyPaintsTheBackdrop() {
    Key key = new Key(By.CHROMA, Key.GREEN, 0.3, 0.1, true, Show.OVER);
    assertThat(keyed(key, 64, 36, GREEN, SKIN)).containsExactly(PAINTED, 150, 150, PAINTED, 110);
  }

  @Test
  void brightnessIsAKeyToo() {
    Key key = Key.of(By.LUMA);
    double[] dark = {60, 128, 128};
    double[] light = {220, 128, 128};
    assertThat(keyed(key, 64, 36, dark, light)).containsExactly(60, PAINTED, PAINTED, 128, PAINTED);
    assertThat(keyed(key, 33, 17, dark, light)).containsExactly(60, PAINTED, PAINTED, 128, PAINTED);
  }

  @Test
  void fillIsOnBlackAndTheMatteIsWhiteWhereItIs() {
    Key fill = new Key(By.CHROMA, Key.GREEN, 0.3, 0.1, false, Show.FILL);
    assertThat(keyed(fill, 64, 36, GREEN, SKIN))
        .containsExactly(16, PAINTED, PAINTED, 128, PAINTED);
    Key matte = new Key(By.CHROMA, Key.GREEN, 0.3, 0.1, false, Show.MATTE);
    assertThat(keyed(matte, 64, 36, GREEN, SKIN)).containsExactly(16, 235, 235, 128, 128);
  }

  @Test
  void paintingComesInOverTheSoftness() {
    Key key = new Key(By.LUMA, Key.GREEN, 0.25, 0.5, false, Show.MATTE);
    double[] middle = {16 + 219 * 0.5, 128, 128};
    assertThat(keyed(key, 64, 36, middle, middle)[0]).isCloseTo(125, within(2));
  }

  @ParameterizedTest
  @CsvSource({"#ffffff, 128, 128", "#000000, 128, 128", "#0000ff, 240, 110", "#ff0000, 90, 240"})
  void colourIsThatOfTheFrames(String colour, int u, int v) {
    Key key = new Key(By.CHROMA, colour, 0.3, 0.1, false, Show.OVER);
    assertThat(key.u()).isCloseTo(u, within(0.6));
    assertThat(key.v()).isCloseTo(v, within(0.6));
  }

  @Test
  void badValuesAreNamed() {
    assertThatThrownBy(() -> new Key(By.LUMA, Key.GREEN, 1.5, 0, false, Show.OVER))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("key.threshold is 1.5");
    assertThatThrownBy(() -> new Key(By.LUMA, Key.GREEN, 0.5, -1, false, Show.OVER))
        .hasMessageContaining("key.softness is -1.0");
    assertThatThrownBy(() -> new Key(By.CHROMA, "green", 0.5, 0, false, Show.OVER))
        .hasMessageContaining("key.colour is \"green\"");
    assertThatThrownBy(() -> Key.named(By.class, "key.by", "alpha"))
        .hasMessageContaining("key.by is \"alpha\"")
        .hasMessageContaining("chroma, luma");
  }
}
