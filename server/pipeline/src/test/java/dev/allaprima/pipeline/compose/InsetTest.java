package dev.allaprima.pipeline.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allaprima.models.StyleMix;
import dev.allaprima.pipeline.frame.Frame;
import dev.allaprima.pipeline.frame.FramePool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsetTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 100;
  private static final byte SOURCE = 40;
  private static final byte PAINTING = 120;

  /** Left, top, right and bottom are the pixels of the source that are left around it. */
  @ParameterizedTest
  @CsvSource({
    "top-left, 0.4, 16, 16, 80, 44",
    "bottom-right, 0.4, 80, 44, 16, 16",
    "top-left, 1, 0, 0, 0, 0",
    "bottom-right, 1, 0, 0, 0, 0",
    "centre, 1, 0, 0, 0, 0",
    // Room for some of the margin.
    "top-left, 0.9, 8, 6, 8, 4",
    "top-right, 0.9, 8, 6, 8, 4",
    // Who names a point means it.
    "'100,50', 0.5, 100, 50, 0, 0",
  })
  void isWholeWhereThereIsRoomForIt(
      String place, double size, int left, int top, int right, int bottom) {
    try (FramePool pool = new FramePool("inset", 3);
        Composer composer = new Composer(Controls.of(StyleMix.of(1)))) {
      composer.set(Controls.of(StyleMix.of(1)).withInset(new Inset(place, size)));
      Frame source = filled(pool.take(WIDTH, HEIGHT, 0), SOURCE);
      Frame result = composer.paint(source, pool, (from, to, mix) -> filled(to, PAINTING));
      source.release();
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          boolean in = x >= left && x < WIDTH - right && y >= top && y < HEIGHT - bottom;
          assertThat(result.y().get(y * WIDTH + x))
              .as("%d,%d", x, y)
              .isEqualTo(in ? PAINTING : SOURCE);
        }
      }
      result.release();
    }
  }

  private static Frame filled(Frame frame, byte luma) {
    for (int i = 0; i < frame.y().capacity(); i++) {
      frame.y().put(i, luma);
    }
    for (int i = 0; i < frame.u().capacity(); i++) {
      frame.u().put(i, (byte) 128);
      frame.v().put(i, (byte) 128);
    }
    return frame;
  }
}
